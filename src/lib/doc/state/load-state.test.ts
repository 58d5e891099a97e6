import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { flattenDeletion } from '../flat-deletion.ts';
import { loadState } from './load-state.ts';

flattenDeletion();

/** All that a document is in memory, struct by struct. */
function describeDocument(ydoc: Y.Doc) {
	const name = (id: Y.ID | null | undefined) => (id ? `${id.client}:${id.clock}` : null);
	const { store } = ydoc;
	const structs = [...store.clients].map(([client, list]) => [
		client,
		list.map((struct) => {
			if (!(struct instanceof Y.Item)) return ['gone', name(struct.id), struct.length];
			const { id, length, info, origin, rightOrigin, left, right, parent, parentSub, content } = struct;
			const around = [origin, rightOrigin, left?.id, right?.id].map(name);
			const type = parent as Y.AbstractType<unknown> | null;
			const place = type?._item ? name(type._item.id) : [...ydoc.share].find(([, it]) => it === type)?.[0];
			const value = content instanceof Y.ContentType ? content.type.constructor.name : { ...content };
			return [
				name(id),
				length,
				info,
				around,
				place,
				parentSub,
				content.constructor.name,
				value,
				mapOf(content),
			];
		}),
	]);
	const { pendingDs, pendingStructs } = store;
	const roots = [...ydoc.share].map(([key, type]) => [key, type._length, [...type._map.keys()]]);
	return { structs, roots, pendingDs, pendingStructs, json: ydoc.toJSON() };

	function mapOf(content: Y.Item['content']) {
		if (!(content instanceof Y.ContentType)) return null;
		const { _map, _length, _start } = content.type;
		return [_length, name(_start?.id), [..._map].map(([key, item]) => [key, name(item.id)])];
	}
}

function expectSame(bytes: Uint8Array, { loads }: { loads?: boolean } = {}): void {
	const [ours, theirs] = [new Y.Doc(), new Y.Doc()];
	for (const ydoc of [ours, theirs]) for (const key of ['entities', 'texts']) ydoc.getMap(key);
	const loaded = loadState(ours, bytes, 'storage');
	if (loads !== undefined) expect(loaded).toBe(loads);
	if (!loaded) Y.applyUpdateV2(ours, bytes);
	Y.applyUpdateV2(theirs, bytes);
	expect(describeDocument(ours)).toEqual(describeDocument(theirs));
	expect(Y.encodeStateAsUpdateV2(ours)).toEqual(Y.encodeStateAsUpdateV2(theirs));
}

const VALUES = [
	...[
		null,
		true,
		false,
		0,
		-1,
		42,
		2 ** 31,
		1.5,
		0.1,
		-0.0000001,
		1e300,
		'',
		'a',
		'Grüße 🏠',
		'x'.repeat(500),
	],
	...[[1.25, 2, 3], [], [['nested', null]], { a: 1, b: { c: [true] } }, new Uint8Array([1, 2, 3]), 12n],
];

type Act = { readonly who: number; readonly what: number; readonly key: number; readonly value: number };

const act = fc.record({ who: fc.nat(2), what: fc.nat(9), key: fc.nat(4), value: fc.nat(VALUES.length - 1) });

/** Three people who edit maps, lists and texts at once, and meet now and then. */
function play(acts: readonly Act[], gc: boolean): Y.Doc {
	const people = [5, 70, 600].map((clientID) => Object.assign(new Y.Doc({ gc }), { clientID }));
	for (const { who, what, key, value } of acts) {
		const ydoc = people[who] as Y.Doc;
		const entities = ydoc.getMap<unknown>('entities');
		const entity = entities.get(`e${key}`);
		const texts = ydoc.getMap<unknown>('texts');
		const text = texts.get('main');
		if (what === 0) entities.set(`e${key}`, new Y.Map([['name', VALUES[value]]]));
		else if (what === 1) entities.delete(`e${key}`);
		else if (what < 5 && entity instanceof Y.Map) entity.set(`field ${value % 3}`, VALUES[value]);
		else if (what === 5 && entity instanceof Y.Map) entity.delete(`field ${value % 3}`);
		else if (what === 6) {
			if (text instanceof Y.Text) text.insert(Math.min(key, text.length), `word ${value}`);
			else texts.set('main', new Y.Text('once'));
		} else if (what === 7 && text instanceof Y.Text && text.length > 1) text.delete(0, 2);
		else if (what === 8) ydoc.getArray('list').push([[VALUES[value]], key]);
		else if (what === 9) meet(people);
	}
	meet(people);
	return people[0] as Y.Doc;
}

function meet(people: readonly Y.Doc[]): void {
	for (const to of people) for (const from of people) Y.applyUpdate(to, Y.encodeStateAsUpdate(from));
}

function setup() {
	const ydoc = new Y.Doc();
	ydoc.clientID = 7;
	for (let n = 0; n < 20; n++)
		ydoc.getMap('entities').set(`e${n}`, new Y.Map([['position', [n, 0.25, 0.1]]]));
	ydoc.getMap('entities').delete('e3');
	return { ydoc, state: Y.encodeStateAsUpdateV2(ydoc) };
}

describe('[D29] loading a whole state', () => {
	it('makes the document that Yjs makes of it, struct by struct', () => {
		fc.assert(
			fc.property(fc.array(act, { maxLength: 80 }), fc.boolean(), (acts, gc) => {
				expectSame(Y.encodeStateAsUpdateV2(play(acts, gc)));
			}),
			{ numRuns: 300 },
		);
	});

	it('takes maps, values and texts itself, with all that was deleted of them', () => {
		expectSame(setup().state, { loads: true });
		const { ydoc } = setup();
		ydoc.getMap('entities').set('e4', 'something else');
		ydoc.getText('notes').insert(0, 'Hello');
		ydoc.getText('notes').delete(1, 2);
		expectSame(Y.encodeStateAsUpdateV2(ydoc), { loads: true });
	});

	it('tells listeners what Yjs would tell them', () => {
		const { state } = setup();
		const heard = [loadState, Y.applyUpdateV2].map((apply) => {
			const ydoc = new Y.Doc();
			const calls: unknown[] = [];
			ydoc
				.getMap('entities')
				.observeDeep((events, { local, origin }) =>
					calls.push(local, origin, ...events.map(({ path, changes }) => [path, [...changes.keys.keys()]])),
				);
			ydoc.on('updateV2', (bytes: Uint8Array) => calls.push(bytes));
			apply(ydoc, state, 'storage');
			return calls;
		});
		expect(heard[0]).toEqual(heard[1]);
		expect(heard[0]).not.toHaveLength(0);
	});

	it('leaves to Yjs what is not whole, not empty, or of a kind it does not know', () => {
		const { ydoc, state } = setup();
		const before = Y.encodeStateVector(ydoc);
		ydoc.getMap('entities').set('late', 1);
		expectSame(Y.encodeStateAsUpdateV2(ydoc, before), { loads: false });
		expect(loadState(ydoc, state, null)).toBe(false);
		ydoc.getText('rich').insertEmbed(0, { image: 1 });
		expectSame(Y.encodeStateAsUpdateV2(ydoc), { loads: false });
		expectSame(Y.mergeUpdatesV2([state, Y.encodeStateAsUpdateV2(ydoc, Y.encodeStateVector(ydoc))]));
	});

	it('deletes what is whole in the state and yet deleted', () => {
		const ydoc = new Y.Doc({ gc: false });
		ydoc.getMap('entities').set('a', [1, 2]);
		ydoc.getMap('entities').set('a', [3, 4]);
		ydoc.getMap('entities').set('b', new Y.Map([['name', 'Box']]));
		ydoc.getMap('entities').delete('b');
		expectSame(Y.encodeStateAsUpdateV2(ydoc), { loads: true });
	});

	it('deletes a value that another one follows, even if nothing says that it is deleted', () => {
		const ydoc = new Y.Doc({ gc: false });
		ydoc.clientID = 7;
		ydoc.getMap('entities').set('a', 'first');
		ydoc.getMap('entities').set('a', 'second');
		const state = Y.encodeStateAsUpdateV2(ydoc);
		expect([...state.slice(-5)]).toEqual([1, 7, 1, 0, 0]); // one author's one deletion, at clock 0, 1 long
		expectSame(new Uint8Array([...state.slice(0, -5), 0]), { loads: true });
	});

	it('does nothing with bytes that break off or lie, and never throws itself', () => {
		const { state } = setup();
		const outcome = (apply: (ydoc: Y.Doc, bytes: Uint8Array) => void, bytes: Uint8Array) => {
			const ydoc = new Y.Doc();
			ydoc.getMap('entities');
			try {
				apply(ydoc, bytes);
			} catch {
				return 'refused';
			}
			return describeDocument(ydoc);
		};
		const ours = (ydoc: Y.Doc, bytes: Uint8Array) => {
			if (loadState(ydoc, bytes, null)) return;
			expect(ydoc.store.clients.size).toBe(0);
			Y.applyUpdateV2(ydoc, bytes);
		};
		for (let length = 0; length < state.length; length++) {
			const cut = state.slice(0, length);
			expect(outcome(ours, cut), `cut to ${length}`).toEqual(outcome(Y.applyUpdateV2, cut));
		}
	});
});
