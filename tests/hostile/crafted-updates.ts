import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

/** An update of one struct: a value in the list of the root "list", its content written by hand. */
function struct(writeContent: (encoder: encoding.Encoder) => void, info: number, clock = 0): Uint8Array {
	const encoder = encoding.createEncoder();
	for (const number of [1, 1, 77, clock]) encoding.writeVarUint(encoder, number);
	encoding.writeUint8(encoder, info);
	encoding.writeVarUint(encoder, 1);
	encoding.writeVarString(encoder, 'list');
	writeContent(encoder);
	encoding.writeVarUint(encoder, 0);
	return encoding.toUint8Array(encoder);
}

const ANY = 8;
const JSON_CONTENT = 2;

/** Arrays in arrays in arrays, as `lib0` writes any value. */
function nestedAny(depth: number): Uint8Array {
	return struct((encoder) => {
		encoding.writeVarUint(encoder, 1);
		for (let i = 0; i < depth; i++) encoding.writeUint8Array(encoder, new Uint8Array([117, 1]));
		encoding.writeUint8(encoder, 126);
	}, ANY);
}

/** Numbers that promise what does not follow. */
const promises = (...numbers: number[]) => {
	const encoder = encoding.createEncoder();
	for (const number of numbers) encoding.writeVarUint(encoder, number);
	return encoding.toUint8Array(encoder);
};

/** What a reader must never be given: each is refused, by name. */
export const CRAFTED_UPDATES: Readonly<Record<string, () => Uint8Array>> = {
	'values nested a hundred levels': () => nestedAny(100),
	'values nested a million levels': () => nestedAny(500_000),
	'JSON nested a hundred thousand levels': () =>
		struct((encoder) => {
			encoding.writeVarUint(encoder, 1);
			encoding.writeVarString(encoder, '['.repeat(100_000) + ']'.repeat(100_000));
		}, JSON_CONTENT),
	'a billion authors promised': () => promises(1_000_000_000),
	'a billion structs promised': () => promises(1, 1_000_000_000, 5, 0),
	'a billion deletions promised': () => promises(0, 1, 5, 1_000_000_000),
	'a struct behind the end of numbers': () =>
		struct(
			(encoder) => {
				encoding.writeVarUint(encoder, 1);
				encoding.writeUint8(encoder, 126);
			},
			ANY,
			Number.MAX_SAFE_INTEGER,
		),
};

/** Twenty thousand maps, each in the one before, and their deletion from the outermost on. */
export function deepTypes(): { readonly made: Uint8Array; readonly deleted: Uint8Array } {
	const ydoc = new Y.Doc();
	ydoc.transact(() => {
		let map = ydoc.getMap<unknown>('entities');
		for (let i = 0; i < 20_000; i++) {
			const inner = new Y.Map<unknown>();
			map.set('in', inner);
			map = inner;
		}
	});
	const made = Y.encodeStateAsUpdate(ydoc);
	const before = Y.encodeStateVector(ydoc);
	ydoc.getMap('entities').delete('in');
	return { made, deleted: Y.encodeStateAsUpdate(ydoc, before) };
}

/** An update whose author made something before that nobody here has got. */
export function updateWithGap(key: string): Uint8Array {
	const ydoc = new Y.Doc();
	ydoc.getMap('entities').set('before', 1);
	const known = Y.encodeStateVector(ydoc);
	ydoc.getMap('entities').set(key, 'x'.repeat(10_000));
	const update = Y.encodeStateAsUpdate(ydoc, known);
	ydoc.destroy();
	return update;
}
