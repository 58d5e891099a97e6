import * as Y from 'yjs';
import type { Random } from '#lib/base/random.ts';

/** Real edits of all sorts, as the updates they travel in, each on top of the ones before. */
export function realUpdates(clientID: number): Uint8Array[] {
	const ydoc = new Y.Doc();
	ydoc.clientID = clientID;
	const updates: Uint8Array[] = [];
	ydoc.on('update', (update: Uint8Array) => updates.push(update));
	const entities = ydoc.getMap<Y.Map<unknown>>('entities');
	for (let i = 0; i < 12; i++) {
		const entity = new Y.Map<unknown>([
			['name', `Thing ${i}`],
			['position', [i, -i, i / 3]],
		]);
		entities.set(`entity-${i}`, entity);
		entity.set('mesh.color', { r: i, g: [null, undefined, true], b: new Uint8Array([i]) });
		if (i % 3 === 0) entity.delete('name');
		if (i % 4 === 3) entities.delete(`entity-${i - 1}`);
	}
	const text = ydoc.getText('source');
	text.insert(0, 'let a = 1;\n');
	text.format(0, 3, { bold: true });
	text.insert(4, 'ä🙂');
	text.delete(1, 4);
	text.insertEmbed(2, { image: 'x' });
	const list = ydoc.getArray('list');
	list.push([1, 'two', [3], 1e300]);
	list.delete(1, 2);
	const page = ydoc.getXmlFragment('page');
	const paragraph = new Y.XmlElement('p');
	paragraph.setAttribute('class', 'wide');
	paragraph.insert(0, [new Y.XmlText('hello')]);
	page.insert(0, [paragraph]);
	ydoc.transact(() => {
		for (let i = 0; i < 20; i++) list.insert(0, [i]);
		list.delete(3, 9);
	});
	updates.push(Y.encodeStateAsUpdate(ydoc));
	ydoc.destroy();
	return updates;
}

type Mutation = (bytes: Uint8Array, random: Random, other: Uint8Array) => Uint8Array;

const at = (bytes: Uint8Array, random: Random) => Math.floor(random() * bytes.length);
const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

const MUTATIONS: readonly Mutation[] = [
	function flipBit(bytes, random) {
		const copy = bytes.slice();
		const place = at(copy, random);
		copy[place] = (copy[place] ?? 0) ^ (1 << Math.floor(random() * 8));
		return copy;
	},
	function setByte(bytes, random) {
		const copy = bytes.slice();
		copy[at(copy, random)] = Math.floor(random() * 256);
		return copy;
	},
	function setSeveral(bytes, random) {
		const copy = bytes.slice();
		for (let i = 0; i < 4; i++) copy[at(copy, random)] = Math.floor(random() * 256);
		return copy;
	},
	(bytes, random) => bytes.slice(0, at(bytes, random)),
	(bytes, random) => bytes.slice(at(bytes, random)),
	function leaveOut(bytes, random) {
		const place = at(bytes, random);
		return join(bytes.slice(0, place), bytes.slice(place + 1 + Math.floor(random() * 4)));
	},
	function insertHugeNumber(bytes, random) {
		const place = at(bytes, random);
		return join(bytes.slice(0, place), new Uint8Array([255, 255, 255, 255, 15]), bytes.slice(place + 1));
	},
	function splice(bytes, random, other) {
		return join(bytes.slice(0, at(bytes, random)), other.slice(at(other, random)));
	},
	(bytes, _random, other) => join(bytes, other),
];

const pick = <T>(values: readonly T[], random: Random): T =>
	values[Math.floor(random() * values.length)] as T;

/** One of the updates with one or two things wrong with it. */
export function mutate(updates: readonly Uint8Array[], random: Random): Uint8Array {
	const change = (bytes: Uint8Array) => pick(MUTATIONS, random)(bytes, random, pick(updates, random));
	const once = change(pick(updates, random));
	return random() < 0.3 && once.length > 0 ? change(once) : once;
}
