import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import {
	checkUpdate,
	EMPTY_UPDATE,
	isContained,
	mergeUpdates,
	readStateVector,
	readUpdate,
	stateVectorOf,
} from './updates.ts';

/** A document of two authors with maps, text and deletions, as bytes. */
function setup() {
	const doc = new Y.Doc();
	doc.clientID = 7;
	const other = new Y.Doc();
	other.clientID = 3;
	doc.getMap('entities').set('a', new Y.Map([['name', 'Box']]));
	doc.getText('text').insert(0, 'Hello there');
	Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
	other.getText('text').delete(0, 5);
	other.getMap('entities').set('b', [1, 2, { deep: true }]);
	Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
	return { doc, state: Y.encodeStateAsUpdate(doc) };
}

describe('updates as bytes', () => {
	it('reads a whole update and says where its authors end', () => {
		const { doc, state } = setup();
		const summary = readUpdate(state);
		expect(summary.ok && summary.value.empty).toBe(false);
		expect(summary.ok && new Map(summary.value.ends)).toEqual(Y.decodeStateVector(Y.encodeStateVector(doc)));
		expect(readUpdate(EMPTY_UPDATE)).toEqual({ ok: true, value: { ends: new Map(), empty: true } });
	});

	it('refuses what is cut off anywhere, and what has bytes left over', () => {
		const { state } = setup();
		for (let length = 0; length < state.byteLength; length++) {
			expect(checkUpdate(state.slice(0, length)).ok, `cut to ${length}`).toBe(false);
		}
		expect(checkUpdate(new Uint8Array([...state, 0])).ok).toBe(false);
	});

	it('refuses an update that names an author twice, which would drop structs of others when merged', () => {
		const struct = [1, 7, 0, 0, 1]; // one struct of author 7 at clock 0: garbage-collected, 1 long
		expect(checkUpdate(new Uint8Array([1, ...struct, 0])).ok).toBe(true);
		const nine = [1, 9, 0, 0, 1];
		expect(checkUpdate(new Uint8Array([2, ...nine, ...struct, 0])).ok).toBe(true);
		expect(checkUpdate(new Uint8Array([2, ...struct, ...nine, 0])).ok).toBe(false);
		expect(checkUpdate(new Uint8Array([3, ...nine, ...struct, ...nine, 0])).ok).toBe(false);
	});

	it('[P13] whatever passes the check can be merged, compared, diffed and applied without a throw', () => {
		const { state } = setup();
		let passed = 0;
		const mutation = fc.record({ at: fc.nat(state.byteLength - 1), to: fc.nat(255) });
		fc.assert(
			fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
				const mutant = state.slice();
				for (const { at, to } of mutations) mutant[at] = to;
				if (!checkUpdate(mutant).ok) return;
				passed++;
				const merged = mergeUpdates([state, mutant]);
				readStateVector(stateVectorOf(merged));
				Y.diffUpdate(merged, Y.encodeStateVector(new Y.Doc()));
				isContained(merged, mutant);
				expect(checkUpdate(merged).ok).toBe(true);
				Y.applyUpdate(new Y.Doc(), mutant);
				Y.applyUpdate(new Y.Doc(), merged);
			}),
			{ numRuns: 3000 },
		);
		expect(passed).toBeGreaterThan(100);
	});

	it('[D5] refuses values that nest without end, wherever they stand', () => {
		const nested = (levels: number): unknown => (levels === 0 ? 1 : { in: [nested(levels - 2)] });
		const updateOf = (write: (doc: Y.Doc) => void) => {
			const doc = new Y.Doc();
			write(doc);
			return Y.encodeStateAsUpdate(doc);
		};
		const places: ((doc: Y.Doc, value: unknown) => void)[] = [
			(doc, value) => doc.getMap('m').set('key', value),
			(doc, value) => doc.getArray('a').push([1, value]),
			(doc, value) => doc.getText('t').insertEmbed(0, { value }),
			(doc, value) => doc.getText('t').insert(0, 'x', { bold: { value } }),
			(doc, value) => doc.getMap('m').set('doc', new Y.Doc({ meta: value })),
		];
		for (const write of places) {
			expect(checkUpdate(updateOf((doc) => write(doc, nested(20)))).ok).toBe(true);
			expect(checkUpdate(updateOf((doc) => write(doc, nested(100)))).ok).toBe(false);
		}
	});

	it('knows when an update brings nothing new, deletions included', () => {
		const { doc, state } = setup();
		expect(isContained(state, state)).toBe(true);
		expect(isContained(state, EMPTY_UPDATE)).toBe(true);
		expect(isContained(state, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(doc)))).toBe(true);
		doc.getText('text').delete(0, 1);
		const deletion = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(doc));
		expect(isContained(state, deletion)).toBe(false);
		expect(isContained(mergeUpdates([state, deletion]), deletion)).toBe(true);
	});
});
