import * as Y from 'yjs';
import { mintDocumentId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { setFields } from '#lib/doc/commands/set-fields.ts';
import { SceneDocument } from '#lib/doc/scene.ts';
import type { DeviceStorage } from '#lib/storage/ports.ts';
import { makeScene } from '../mixed-scene.ts';
import { openPeer } from './peer.ts';
import { openScene, pause, settle, storeScene, type SceneNames } from './stored-scene.ts';

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

export type Edited = SceneNames & { readonly peer: string };

/**
 * The same edits of the same scene, one every few milliseconds, kept by us and by y-indexeddb. The page is to be left
 * right after: what either would tidy up later, it has not.
 */
export async function editBoth(storage: DeviceStorage, edits: number): Promise<Edited> {
	const made = makeScene(10_000).document;
	const names = await storeScene(storage, made.encodeState());
	const peer = `peer-${mintDocumentId()}`;
	const { ydoc, close } = await openPeer(peer);
	Y.applyUpdate(ydoc, made.encodeDiff());

	const { document, stored } = await openScene(storage, names);
	document.onUpdate(({ bytes }) => Y.applyUpdate(ydoc, bytes));
	const scene = new SceneDocument(document);
	const ids = [...scene.snapshot.entities.keys()].sort();
	for (let n = 0; n < edits; n++) {
		const entityId = ids[(n * 37) % ids.length]!;
		unwrap(setFields(scene, [{ entityId, key: 'position', value: [n / 4, 0.5, 1] }]));
		await pause(0);
	}
	await stored.close();
	await storage.flush();
	await close();
	return { ...names, peer };
}

/** Both loaded until the document is whole. */
export function measureLoadAfterEdits(storage: DeviceStorage, edited: Edited, runs: number): Promise<Times> {
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
			const { ydoc, close } = await openPeer(edited.peer);
			const ms = performance.now() - start;
			expectEdited(ydoc);
			await close();
			return ms;
		},
	);
}

function expectEdited(ydoc: Y.Doc): void {
	const { size } = ydoc.getMap('entities');
	if (size !== 10_000) throw new Error(`The scene has ${size} entities`);
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
