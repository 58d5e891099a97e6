import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mintProjectId } from '#lib/base/ids.ts';
import {
	allFindings,
	breakRow,
	findingsOf,
	keepVersion,
	openCareRig,
	plantProject,
	type CareRig,
} from '../../../../tests/helpers/care-rig.ts';
import { makeEntry } from '../../../../tests/helpers/storage-rig.ts';
import { formatBook, noteOf } from '../witness/witness-note.ts';
import type { CheckProgress } from './check-report.ts';

let rig: CareRig;
beforeEach(async () => {
	rig = await openCareRig();
});
afterEach(() => rig.close());

/** What it finds now, and that a second run finds nothing but what stays open. */
async function check() {
	const report = await rig.storage.care.check();
	expect(report.problem).toBeNull();
	const again = await rig.storage.care.check();
	expect(findingsOf(again).filter((found) => !found.includes('open'))).toEqual([]);
	return findingsOf(report);
}

const quarantined = () => rig.behind((db) => db.quarantine.toArray());

describe('[S40] assets, versions and what is left over', () => {
	it('an asset that is not what its name says is set aside, and its projects are named', async () => {
		const { asset } = await plantProject(rig.storage, { shared: true, token: 't' });
		await rig.behind(async (db) => {
			const chunk = (await db.assetChunks.get([asset, 0]))!;
			await db.assetChunks.put({ ...chunk, bytes: new ArrayBuffer(3) });
		});
		const report = await rig.storage.care.check();
		expect(allFindings(report)).toMatchObject([
			{ subject: 'asset', name: 'tower.glb', outcome: 'set-aside', remedy: 'server' },
		]);
		expect(report.projects[0]!.missingAssets).toBe(1);
		expect(await rig.storage.assets.has(asset)).toBe(false);
		expect(await check()).toEqual([]);
	});

	it('an asset that lost its row gets it back; bytes of an import that ended in the middle go', async () => {
		const { asset } = await plantProject(rig.storage);
		await rig.behind(async (db) => {
			await db.assets.delete(asset);
			await db.assetChunks.add({ hash: 'half', index: 0, bytes: new ArrayBuffer(9) });
		});
		const sink = await rig.files.create('half-a-file');
		await sink.write(new Uint8Array(5));
		await sink.finish();
		expect(await check()).toEqual(['asset: repaired (none)', 'leftover: removed (none)']);
		expect((await rig.storage.assets.get(asset)).ok).toBe(true);
		expect(await rig.files.list()).toEqual([]);
	});

	it('bytes that nothing names stay while a project is missing that the browser lost', async () => {
		const lost = mintProjectId();
		const sink = await rig.files.create('all-that-is-left');
		await sink.write(new Uint8Array(5));
		await sink.finish();
		rig.place.text = formatBook({ writtenAt: 9e12, notes: [noteOf(makeEntry(lost, { title: 'Lost' }))] });
		expect(await check()).toEqual([]);
		expect(await rig.files.list()).toEqual(['all-that-is-left']);
		await rig.storage.witness.forget([lost]);
		expect(await check()).toEqual(['leftover: removed (none)']);
	});

	it('bytes that somebody is writing are left alone', async () => {
		await rig.files.create('half-a-file');
		const { placeLock } = await import('../assets/keep-file.ts');
		const release = await rig.page.holdLock(placeLock('half-a-file'));
		expect(await check()).toEqual([]);
		release?.();
		expect(await check()).toEqual(['leftover: removed (none)']);
	});

	it('a version that is not what its name says is set aside and leaves its list', async () => {
		const { id, pageId } = await plantProject(rig.storage);
		const { hash } = await keepVersion(rig.storage, id, pageId);
		await rig.behind(async (db) => {
			const chunk = (await db.versionChunks.get([hash, 0]))!;
			await db.versionChunks.put({ ...chunk, bytes: chunk.bytes.slice(1) });
		});
		expect(await check()).toEqual(['version: set-aside (file)']);
		expect(await rig.storage.versions.list(pageId)).toEqual([]);
		expect(await quarantined()).toMatchObject([{ what: 'version', id: pageId, row: hash }]);
	});

	it('a version without its bytes leaves its list; bytes without a version go', async () => {
		const { id, pageId } = await plantProject(rig.storage);
		const { hash } = await keepVersion(rig.storage, id, pageId);
		await rig.behind(async (db) => {
			const chunk = (await db.versionChunks.get([hash, 0]))!;
			await db.versionChunks.add({ ...chunk, hash: 'f'.repeat(64) });
			await db.versionChunks.delete([hash, 0]);
		});
		expect(await check()).toEqual(['leftover: removed (none)', 'version: set-aside (file)']);
	});

	it('undo lists of projects that are not here go', async () => {
		const slot = await rig.storage.gestures.open(mintProjectId());
		await slot.load();
		await slot.write({ put: [{ stack: 'undo', index: 0, payload: { label: 'move' } }] });
		expect(await check()).toEqual(['undo: removed (none)']);
	});
});

describe('[S41] a check', () => {
	it('says how far it is, and never goes back', async () => {
		await plantProject(rig.storage);
		const steps: CheckProgress[] = [];
		await rig.storage.care.check({ onProgress: (step) => void steps.push(step) });
		const done = steps.map((step) => step.done);
		expect(done).toEqual(done.toSorted((a, b) => a - b));
		expect(done.at(-1)).toBe(1);
		expect(new Set(steps.map(({ stage }) => stage)).size).toBe(4);
	});

	it('that is cancelled reports what it found until then', async () => {
		const { pageId } = await plantProject(rig.storage);
		await breakRow(rig, pageId, 5);
		const controller = new AbortController();
		const report = await rig.storage.care.check({
			signal: controller.signal,
			onProgress: ({ stage }) => stage === 'assets' && controller.abort(),
		});
		expect(report.outcome).toBe('cancelled');
		expect(findingsOf(report)).toEqual(['document: set-aside (file)']);
	});
});
