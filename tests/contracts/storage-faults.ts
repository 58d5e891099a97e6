import { makeEntry } from '../helpers/storage-rig.ts';
import { describe, expect, test } from 'vitest';
import { systemClock } from '#lib/base/clock.ts';
import { mintDocumentId, mintProjectId } from '#lib/base/ids.ts';
import { seededRandom } from '#lib/base/random.ts';
import { unwrap } from '#lib/base/result.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import type { StorageReason } from '#lib/storage/ports.ts';
import { openStoredDocument } from '#lib/storage/stored-document.ts';
import type { FaultRig, Spoil, StorageFaults } from '../helpers/fault-rig.ts';
import { KeptWork } from '../helpers/kept-work.ts';
import { eventually } from '../helpers/eventually.ts';

type Break = (faults: StorageFaults) => unknown;

const REFUSALS: readonly (readonly [string, StorageReason, Break])[] = [
	['a full device', 'full', (faults) => faults.fullOnWrite()],
	['transactions taken back', 'lost', (faults) => faults.abortWrites()],
	['a database server that is gone', 'lost', (faults) => faults.loseServer()],
];

const ON_OPENING: readonly (readonly [string, StorageReason, Break])[] = [
	['a full device', 'full', (faults) => faults.fullOnOpen()],
	['a database server that is gone', 'lost', (faults) => faults.loseServer()],
];

const SPOILS: readonly (readonly [string, Spoil])[] = [
	['torn', (bytes) => bytes.slice(0, bytes.length >> 1)],
	['emptied', () => new Uint8Array()],
	['with a byte flipped', (bytes) => bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 16 : byte))],
	['grown', (bytes) => Uint8Array.of(...bytes, 0)],
];

const STORMS = 12;

/** What every store must do when its database fails, whatever that is. */
export function storageFaultsContract(name: string, createRig: () => FaultRig): void {
	describe(`a failing device on ${name}`, () => {
		for (const [what, reason, fail] of REFUSALS) {
			test(`[S4] ${what}: said, nothing called saved, nothing dropped, healed by itself`, () =>
				onRig(createRig, async (rig) => {
					const work = await KeptWork.begin(rig);
					work.add();
					expect(await work.save()).toBe(true);
					fail(rig.faults);
					work.add();
					work.add();
					expect(await work.save()).toBe(false);
					expect(work.storage.health).toMatchObject({ kind: 'failing', problem: { reason } });
					if (reason === 'full') await work.expectReadable();
					await rig.faults.heal();
					await eventually(() => work.storage.health.kind === 'ok');
					await work.expectKept(rig, 'all');
				}));
		}

		for (const [what, reason, fail] of ON_OPENING) {
			test(`[S13] ${what} on opening: works from memory, says so, and joins what is there later`, () =>
				onRig(createRig, async (rig) => {
					const before = await KeptWork.begin(rig);
					before.add();
					expect(await before.save()).toBe(true);
					before.storage.close();
					fail(rig.faults);
					const work = await KeptWork.begin(rig);
					expect(work.storage.health).toMatchObject({ kind: 'failing', problem: { reason } });
					work.add();
					expect(await work.save()).toBe(false);
					await work.expectReadable();
					await rig.faults.heal();
					await eventually(() => work.storage.health.kind === 'ok');
					await before.expectKept(rig, 'all');
					await work.expectKept(rig, 'all');
				}));
		}

		test('[S5] a connection closed under us is opened again before anybody is told', () =>
			onRig(createRig, async (rig) => {
				const work = await KeptWork.begin(rig);
				const told: string[] = [];
				work.storage.onHealth(({ kind }) => told.push(kind));
				for (let turn = 0; turn < 5; turn++) {
					work.add();
					rig.faults.loseConnection();
					expect(await work.save()).toBe(true);
					rig.faults.loseConnection();
					await work.expectReadable();
				}
				expect(told).toEqual([]);
				await work.expectKept(rig, 'all');
			}));

		test('[S5] a database made anew has every open document and its project written again, before an edit is called durable', () =>
			onRig(createRig, async (rig) => {
				const storage = await rig.open();
				const [id, projectId] = [mintDocumentId(), mintProjectId()];
				const document = new LiveDocument(id, 'scene');
				const options = { projectId, document, clock: systemClock };
				const stored = unwrap(await openStoredDocument(storage, options));
				const text = document.ydoc.getText('text');
				text.insert(0, 'what was there');
				expect(await stored.whenDurable()).toBe(true);
				const entry = makeEntry(projectId, { token: 't' });
				await storage.projects.put(entry);
				const letGo = storage.projects.hold(() => entry);
				await rig.wipe();
				text.insert(0, 'and ');
				expect(await stored.whenDurable()).toBe(true);
				const visit = await rig.open();
				const again = new LiveDocument(id, 'scene');
				const storedAgain = unwrap(await openStoredDocument(visit, { ...options, document: again }));
				expect(again.ydoc.getText('text').toJSON()).toBe('and what was there');
				expect(await visit.projects.get(projectId)).toMatchObject({ token: 't' });
				letGo();
				await stored.close();
				await storedAgain.close(); // the other visit would bring back what it has open, too
				await rig.wipe(); // and what is closed stays away
				void storage.settings.set('name', 'Ada');
				await storage.flush();
				expect(unwrap(await storage.documents.load(id)).info).toBeNull();
				expect(await storage.projects.get(projectId)).toBeNull();
			}));

		test('[S4] on a slow disk nothing is called saved before it is', () =>
			onRig(createRig, async (rig) => {
				const work = await KeptWork.begin(rig);
				work.add();
				expect(await work.save()).toBe(true);
				await rig.faults.slow();
				work.add();
				let answer: boolean | null = null;
				const saving = work.save().then((durable) => (answer = durable));
				for (let turn = 0; turn < 20; turn++) await nextTurn();
				expect(answer).toBeNull();
				work.add();
				await rig.faults.heal();
				expect(await saving).toBe(true);
				expect(await work.save()).toBe(true);
				await work.expectKept(rig, 'all');
			}));

		for (const [what, spoil] of SPOILS) {
			test(`[S11] a row ${what} goes to quarantine, and the rest loads`, () =>
				onRig(createRig, async (rig) => {
					const work = await KeptWork.begin(rig);
					for (let turn = 0; turn < 4; turn++) {
						work.add();
						expect(await work.save()).toBe(true);
					}
					await rig.spoilRow(work.documentId, 2, spoil);
					// Updates that follow the lost one wait for it for ever: what is shown is a prefix.
					expect(await work.readText(rig)).toBe(work.text.slice(0, 2 * KeptWork.PIECE));
					expect(await rig.quarantined()).toBe(1);
					await work.storage.documents.compact(work.documentId);
					expect(await work.readText(rig)).toBe(work.text.slice(0, 2 * KeptWork.PIECE));
					expect(await rig.quarantined()).toBe(1);
				}));
		}

		for (const [what, spoil] of SPOILS.slice(0, 3)) {
			test(`[S14] an asset ${what} is reported and set aside, never returned`, () =>
				onRig(createRig, async (rig) => {
					const { storage } = await KeptWork.begin(rig);
					const bytes = new TextEncoder().encode('a model of a castle');
					const hash = await storage.assets.put(bytes);
					await rig.spoilAsset(hash, spoil);
					const visit = await rig.open();
					const read = await visit.assets.get(hash);
					expect(read).toMatchObject({ ok: false, error: { reason: 'damaged' } });
					expect(await rig.quarantined()).toBe(1);
					await visit.assets.put(bytes);
					expect(await visit.assets.get(hash)).toMatchObject({ ok: true, value: bytes });
				}));
		}

		for (let seed = 1; seed <= STORMS; seed++) {
			test(`[S4] storm ${seed}: what was called durable is there at any time, and in the end all is`, () =>
				onRig(createRig, (rig) => storm(rig, seed)));
		}
	});
}

const WEATHER: readonly Break[] = [
	(faults) => faults.fullOnWrite(),
	(faults) => faults.abortWrites(),
	(faults) => faults.loseServer(),
	(faults) => faults.loseConnection(),
	(faults) => faults.loseConnection(),
	(faults) => faults.heal(),
	(faults) => faults.heal(),
];

async function storm(rig: FaultRig, seed: number): Promise<void> {
	const random = seededRandom(seed);
	const work = await KeptWork.begin(rig);
	for (let turn = 0; turn < 30; turn++) {
		const dice = random();
		if (dice < 0.45) work.add();
		else if (dice < 0.7) await WEATHER[Math.floor(random() * WEATHER.length)]!(rig.faults);
		else if (dice < 0.8) void work.save();
		else if (dice < 0.93) await work.save();
		else await work.storage.documents.compact(work.documentId);
		if (turn % 10 === 9) {
			await rig.faults.heal();
			await work.expectKept(rig, 'durable');
			await eventually(() => work.save());
			await work.expectKept(rig, 'durable');
		}
	}
	await rig.faults.heal();
	await eventually(() => work.save());
	await work.expectKept(rig, 'all');
	expect(await rig.quarantined()).toBe(0);
}

async function onRig(createRig: () => FaultRig, run: (rig: FaultRig) => Promise<void>): Promise<void> {
	const rig = createRig();
	try {
		await run(rig);
	} finally {
		await rig.close();
	}
}

const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 1));
