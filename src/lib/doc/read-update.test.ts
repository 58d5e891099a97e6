import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { unwrap } from '../base/result.ts';
import { compactUpdates } from './compact-updates.ts';
import { decodeDeletions, deletionsAsUpdate } from './deletions.ts';
import { checkUpdate, readUpdate } from './read-update.ts';
import { EMPTY_UPDATE, mergeUpdates, readStateVector, stateVectorOf } from './updates.ts';

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
		expect(readUpdate(EMPTY_UPDATE)).toMatchObject({ ok: true, value: { empty: true } });
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
				compactUpdates([merged, mutant]);
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

	it('[L1] says what an update follows on: its authors, those it refers to, and what it deletes', () => {
		const doc = new Y.Doc({ gc: false });
		doc.clientID = 7;
		const sent: Uint8Array[] = [];
		doc.on('update', (update: Uint8Array) => sent.push(update));
		doc.getText('text').insert(0, 'Hello');
		const other = new Y.Doc();
		other.clientID = 3;
		Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
		const before = Y.encodeStateVector(other);
		other.getText('text').insert(2, '--');
		other.getText('text').delete(5, 2);
		const needsOf = (update: Uint8Array) =>
			[...unwrap(readUpdate(update)).needs].filter(([, end]) => end > 0);
		expect(needsOf(sent[0]!)).toEqual([]);
		expect(needsOf(Y.encodeStateAsUpdate(other, before))).toEqual([[7, 5]]);
		doc.getText('text').insert(5, '!');
		expect(needsOf(sent[1]!)).toEqual([[7, 5]]);
		const [first, , third] = [sent[0], sent[1], update(doc, () => doc.getText('text').insert(6, '?'))];
		expect(needsOf(mergeUpdates([first!, third])), 'a hole is needed up to its end').toEqual([[7, 6]]);
	});

	it('[L1] refuses structs of two authors that wait for each other', () => {
		// Two items at clock 0, each with the other as its left neighbour.
		const item = (author: number, left: number) => [1, author, 0, 0x84, left, 0, 1, 0x61];
		expect(checkUpdate(new Uint8Array([2, ...item(9, 3), ...item(3, 9), 0])).ok).toBe(false);
		expect(checkUpdate(new Uint8Array([2, ...item(9, 3), ...item(3, 2), 0])).ok).toBe(true);
	});

	it('[L2] refuses names that could replace a prototype, as root, key or within a value', () => {
		const made = (write: (doc: Y.Doc) => void) => {
			const doc = new Y.Doc();
			write(doc);
			return checkUpdate(Y.encodeStateAsUpdate(doc)).ok;
		};
		const hostile = JSON.parse('{"a":[{"__proto__":{"polluted":1}}]}') as object;
		expect(made((doc) => doc.getMap('__proto__').set('a', 1))).toBe(false);
		expect(made((doc) => doc.getMap('m').set('__proto__', 1))).toBe(false);
		expect(made((doc) => doc.getMap('m').set('x'.repeat(600), 1))).toBe(false);
		expect(made((doc) => doc.getMap('m').set('a', hostile))).toBe(false);
		expect(made((doc) => doc.getMap('m').set('constructor', { list: [1, null, 'x'] }))).toBe(true);
	});

	it('[L3] compacts to the same document, and keeps its deletions beside it', () => {
		const { doc, state } = setup();
		doc.getText('text').delete(0, 1);
		const compact = compactUpdates([state, Y.encodeStateAsUpdate(doc)]);
		const again = new Y.Doc();
		Y.applyUpdate(again, compact.state);
		again.getMap('entities');
		again.getText('text');
		expect(again.toJSON()).toEqual(doc.toJSON());
		expect(readStateVector(compact.stateVector)).toEqual(readStateVector(Y.encodeStateVector(doc)));
		const { deletions } = unwrap(readUpdate(compact.state));
		expect(decodeDeletions(compact.deletions)).toEqual(deletions);
		expect(unwrap(readUpdate(deletionsAsUpdate(compact.deletions)))).toMatchObject({ deletions });
	});

	it('[L3] merges what waits for something missing as bytes, and does not claim to have it', () => {
		const doc = new Y.Doc();
		const [first, second, third] = [1, 2, 3].map((i) => update(doc, () => doc.getArray('a').push([i])));
		const compact = compactUpdates([first!, third!]);
		expect([...readStateVector(compact.stateVector).values()]).toEqual([1]);
		const whole = new Y.Doc();
		for (const bytes of [compact.state, second!]) Y.applyUpdate(whole, bytes);
		expect(whole.getArray('a').toJSON()).toEqual([1, 2, 3]);
	});
});

/** What one act adds to a document. */
function update(doc: Y.Doc, act: () => void): Uint8Array {
	const before = Y.encodeStateVector(doc);
	act();
	return Y.encodeStateAsUpdate(doc, before);
}
