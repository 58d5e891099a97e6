import * as Y from 'yjs';
import { mintDocumentId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { setFields } from '#lib/doc/commands/set-fields.ts';
import { SceneDocument } from '#lib/doc/scene.ts';
import type { DeviceStorage } from '#lib/storage/ports.ts';
import { makeScene } from '../mixed-scene.ts';
import type { Times } from './load-runs.ts';
import { openPeer } from './peer.ts';
import { openScene, pause, storeScene } from './stored-scene.ts';

/** Longer than a batch: each edit comes after a rest. */
const REST_MS = 120;

/** From the call of the edit until its row is in the database, for us and for y-indexeddb in turn. */
export async function measureDurableEdits(storage: DeviceStorage, edits: number): Promise<Times> {
	const made = makeScene(1000).document;
	const { document, stored } = await openScene(storage, await storeScene(storage, made.encodeState()));
	const scene = new SceneDocument(document);
	const ids = [...scene.snapshot.entities.keys()];
	const { ydoc, close } = await openPeer(`peer-${mintDocumentId()}`);
	Y.applyUpdate(ydoc, made.encodeDiff());
	const rows = [...ydoc.getMap<Y.Map<unknown>>('entities').values()];

	const times: Times = { ours: [], theirs: [] };
	for (let n = 0; n < edits; n++) {
		const value = [n / 4, 0.5, 1];
		await pause(REST_MS);
		const start = performance.now();
		unwrap(setFields(scene, [{ entityId: ids[n % ids.length]!, key: 'position', value }]));
		if (!(await stored.whenDurable())) throw new Error('An edit could not be kept');
		times.ours.push(performance.now() - start);

		await pause(REST_MS);
		const completed = nextCompletion();
		const began = performance.now();
		rows[n % rows.length]!.set('position', value);
		times.theirs.push((await completed) - began);
	}
	await stored.close();
	await close();
	return times;
}

/** y-indexeddb tells nobody: when the next transaction of this page is done. */
function nextCompletion(): Promise<number> {
	const { prototype } = IDBDatabase;
	const original = prototype.transaction;
	return new Promise((resolve) => {
		prototype.transaction = function (this: IDBDatabase, ...args) {
			prototype.transaction = original;
			const transaction = original.apply(this, args);
			transaction.addEventListener('complete', () => resolve(performance.now()));
			return transaction;
		};
	});
}

/** Rows that opening a document this often, without an edit, adds to the database. */
export async function growRows(storage: DeviceStorage, opens: number): Promise<Times> {
	const made = makeScene(100).document;
	const names = await storeScene(storage, made.encodeState());
	const peer = `peer-${mintDocumentId()}`;
	const open = async () => {
		const { document, stored } = await openScene(storage, names);
		await stored.close();
		document.destroy();
		const { ydoc, close } = await openPeer(peer);
		if (ydoc.getMap('entities').size === 0) Y.applyUpdate(ydoc, made.encodeDiff());
		await close();
	};
	const count = async () => [
		await countRows('rastudios', ['snapshots', 'updates']),
		await countRows(peer, ['updates']),
	];
	await open();
	const [ours = NaN, theirs = NaN] = await count();
	for (let n = 0; n < opens; n++) await open();
	const [oursAfter = NaN, theirsAfter = NaN] = await count();
	return { ours: [oursAfter - ours], theirs: [theirsAfter - theirs] };
}

async function countRows(name: string, stores: readonly string[]): Promise<number> {
	const database = await answer<IDBDatabase>(indexedDB.open(name));
	let rows = 0;
	for (const store of stores) {
		rows += await answer<number>(database.transaction(store).objectStore(store).count());
	}
	database.close();
	return rows;
}

function answer<T>(request: IDBRequest): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result as T);
		request.onerror = () => reject(request.error ?? new Error('The request failed'));
	});
}
