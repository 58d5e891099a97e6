import * as Y from 'yjs';
import { unwrap } from '#lib/base/result.ts';
import { setFields } from '#lib/doc/commands/set-fields.ts';
import { SceneDocument } from '#lib/doc/scene.ts';
import type { DeviceStorage } from '#lib/storage/ports.ts';
import { makeNestedMaps, makeScene } from '../mixed-scene.ts';
import { openPeer } from './peer.ts';
import { openScene, pause, settle, storeScene, type SceneNames } from './stored-scene.ts';

const ENTITIES = 10_000;

export type Times = { readonly ours: number[]; readonly theirs: number[] };

/** A stored scene until its snapshot and tree can be read, against Yjs applying the same bytes from memory. */
export async function measureLoad(storage: DeviceStorage, entities: number, runs: number): Promise<Times> {
	const state = makeScene(entities).document.encodeState();
	const names = await storeScene(storage, state);
	return inTurn(
		runs,
		() => loadScene(storage, names, entities),
		async () => {
			const start = performance.now();
			const ydoc = new Y.Doc();
			Y.applyUpdateV2(ydoc, state);
			const ms = performance.now() - start;
			ydoc.destroy();
			return ms;
		},
	);
}

async function loadScene(storage: DeviceStorage, names: SceneNames, entities: number): Promise<number> {
	const start = performance.now();
	const { document, stored } = await openScene(storage, names);
	const scene = new SceneDocument(document);
	const { snapshot } = scene;
	if (snapshot.entities.size !== entities || !snapshot.hierarchy.childrenOf.has(null)) {
		throw new Error(`The scene has ${snapshot.entities.size} entities of ${entities}`);
	}
	const ms = performance.now() - start;
	scene.dispose();
	await stored.close();
	document.destroy();
	return ms;
}

export type Edited = SceneNames & {
	/** y-indexeddb with our own document, byte for byte. */
	readonly same: string;
	/** y-indexeddb with the same content in the shape a straightforward model has: a map for each component. */
	readonly nested: string;
};

/**
 * The same edits of the same scene, one every few milliseconds, kept by us and by y-indexeddb. The page is to be left
 * right after: what either would tidy up later, it has not.
 */
export async function editBoth(storage: DeviceStorage, edits: number): Promise<Edited> {
	const made = makeScene(ENTITIES).document;
	const names = await storeScene(storage, made.encodeState());
	const edited = { ...names, same: `same-${names.id}`, nested: `nested-${names.id}` };
	const same = await openPeer(edited.same);
	Y.applyUpdate(same.ydoc, made.encodeDiff());
	const nested = await openPeer(edited.nested);
	Y.applyUpdate(nested.ydoc, Y.encodeStateAsUpdate(makeNestedMaps(ENTITIES)));
	const rows = [...nested.ydoc.getMap<Y.Map<unknown>>('entities').values()];

	const { document, stored } = await openScene(storage, names);
	document.onUpdate(({ bytes }) => Y.applyUpdate(same.ydoc, bytes));
	const scene = new SceneDocument(document);
	const ids = [...scene.snapshot.entities.keys()].sort();
	for (let n = 0; n < edits; n++) {
		const at = (n * 37) % ENTITIES;
		const value = [n / 4, 0.5, 1];
		unwrap(setFields(scene, [{ entityId: ids[at]!, key: 'position', value }]));
		const components = rows[at]!.get('components') as Y.Map<Y.Map<unknown>>;
		components.get('transform')!.set('position', value);
		await pause(0);
	}
	await stored.close();
	await storage.flush();
	await Promise.all([same.close(), nested.close()]);
	return edited;
}

/** Loaded until the document is whole. */
export function measureLoadAfterEdits(
	storage: DeviceStorage,
	edited: Edited,
	peer: 'same' | 'nested',
	runs: number,
): Promise<Times> {
	return inTurn(
		runs,
		async () => {
			const start = performance.now();
			const { document, stored } = await openScene(storage, edited);
			const ms = performance.now() - start;
			expectEdited(document.ydoc);
			await stored.close();
			document.destroy();
			return ms;
		},
		async () => {
			const start = performance.now();
			const { ydoc, close } = await openPeer(edited[peer]);
			const ms = performance.now() - start;
			expectEdited(ydoc);
			await close();
			return ms;
		},
	);
}

function expectEdited(ydoc: Y.Doc): void {
	const { size } = ydoc.getMap('entities');
	if (size !== ENTITIES) throw new Error(`The scene has ${size} entities`);
}

async function inTurn(
	runs: number,
	ours: () => Promise<number>,
	theirs: () => Promise<number>,
): Promise<Times> {
	const times: Times = { ours: [], theirs: [] };
	// The first round is for nothing: it pays for compiling.
	for (let run = -1; run < runs; run++) {
		await settle();
		const our = await ours();
		await settle();
		const their = await theirs();
		if (run < 0) continue;
		times.ours.push(our);
		times.theirs.push(their);
	}
	return times;
}
