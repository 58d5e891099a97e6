import { describe, expect, it } from 'vitest';
import { mintDocumentId, mintEntityId } from '../base/ids.ts';
import { formatGesture, parseGesture, parseGestures } from './gesture-log.ts';
import type { Gesture } from './gesture.ts';

const documentId = mintDocumentId();
const row = mintEntityId();
const change = {
	table: 'entities',
	row,
	key: 'position',
	before: undefined,
	after: [1, 2, 3],
	was: null,
	is: '12.3',
};
const gesture: Gesture = {
	label: 'set',
	parts: [
		{
			documentId,
			kind: 'scene',
			changes: [change, { ...change, key: 'removed', after: true, is: '12.4-', seen: { 12: 4, 9: 0 } }],
		},
	],
	before: { documentId, ids: [row] },
	after: null,
	replicas: [12],
};

/** The gesture as kept, with one thing in it otherwise. */
function spoiled(path: readonly (string | number)[], value: unknown): unknown {
	const payload: unknown = JSON.parse(JSON.stringify(formatGesture(gesture)));
	let at = payload as Record<string | number, unknown>;
	for (const step of path.slice(0, -1)) at = at[step] as Record<string | number, unknown>;
	Object.defineProperty(at, path.at(-1)!, { value, enumerable: true });
	return payload;
}

const CHANGE = ['parts', 0, 'changes', 1] as const;

describe('a gesture kept on the device', () => {
	it('[D13] is read as it was', () => {
		expect(parseGesture(structuredClone(formatGesture(gesture)))).toEqual(gesture);
		expect(parseGesture(JSON.parse(JSON.stringify(formatGesture(gesture))))).toEqual(gesture);
	});

	it.each([
		['label', ['label'], ''],
		['parts', ['parts'], []],
		['parts that are none', ['parts'], {}],
		['document', ['parts', 0, 'documentId'], '../../etc'],
		['kind', ['parts', 0, 'kind'], 'spreadsheet'],
		['changes', ['parts', 0, 'changes'], [null]],
		['table', [...CHANGE, 'table'], 7],
		['table, one nobody edits,', [...CHANGE, 'table'], 'authors'],
		['table, one of another kind,', [...CHANGE, 'table'], 'documents'],
		['row', [...CHANGE, 'row'], null],
		['row, a whole one,', [...CHANGE, 'row'], ''],
		['key', [...CHANGE, 'key'], 'x'.repeat(3_000)],
		['value', [...CHANGE, 'before'], new Map()],
		['nested value', [...CHANGE, 'after'], [new Uint8Array(3)]],
		['stamp', [...CHANGE, 'is'], '12'],
		['earlier stamp', [...CHANGE, 'was'], undefined],
		['clock', [...CHANGE, 'seen'], { 12: -1 }],
		['clock’s replica', [...CHANGE, 'seen'], { me: 1 }],
		['selection', ['before'], { documentId, ids: [1] }],
		['selection that is none', ['after'], 'all'],
		['replica', ['replicas'], [1.5]],
	])('is nothing when its %s is malformed', (_, path, value) => {
		expect(parseGesture(spoiled(path, value))).toBeUndefined();
	});

	it.each(['schema', 'schema:99'])('[D9] never says in which shape a document is: %s', (key) => {
		const part = { documentId, changes: [{ ...change, table: 'meta', row: '', key }] };
		const inIndex = { ...part.changes[0], table: 'settings' };
		expect(parseGesture({ ...gesture, parts: [{ ...part, kind: 'scene' }] })).toBeUndefined();
		for (const changes of [part.changes, [inIndex]])
			expect(parseGesture({ ...gesture, parts: [{ documentId, kind: 'project', changes }] })).toBeUndefined();
		const title = [{ ...inIndex, key: 'title' }];
		expect(
			parseGesture({ ...gesture, parts: [{ documentId, kind: 'project', changes: title }] }),
		).toBeDefined();
	});

	it('takes no prototype from a key called so', () => {
		const hostile: unknown = JSON.parse('{"__proto__":{"polluted":true},"a":1}');
		const read = parseGesture(spoiled([...CHANGE, 'before'], hostile));
		expect(read?.parts[0]?.changes[1]?.before).toEqual(hostile);
		expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
		for (const payload of [JSON.parse('{"__proto__":{"label":"x"}}'), null, 7, 'x', []]) {
			expect(parseGesture(payload)).toBeUndefined();
		}
	});
});

describe('a list kept on the device', () => {
	const payload = formatGesture(gesture);
	const indexes = (rows: Parameters<typeof parseGestures>[0]) =>
		parseGestures(rows).map(({ index }) => index);

	it('is read from the newest back to the first that cannot be', () => {
		const rows = [3, 4, 5, 6].map((index) => ({ index, payload: index === 4 ? { label: 1 } : payload }));
		expect(indexes(rows)).toEqual([5, 6]);
		expect(indexes(rows.slice(0, 2))).toEqual([]);
	});

	it('is read from the newest back to a gap', () => {
		expect(indexes([1, 2, 4, 5].map((index) => ({ index, payload })))).toEqual([4, 5]);
		expect(indexes([])).toEqual([]);
	});
});
