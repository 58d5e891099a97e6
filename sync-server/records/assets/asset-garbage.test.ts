import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { parseAssetHash, type AssetHash } from '#lib/base/ids.ts';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import {
	JSON_TYPE,
	registerProject,
	startServer,
	type TestProject,
	type TestServer,
} from '../../../tests/helpers/sync-server.ts';
import { hashOf, madeBytes, tusSteps } from '../../../tests/helpers/tus-steps.ts';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const GRACE_DAYS = 30;
const encoder = new TextEncoder();

/** What stands in a row of a document that names these assets. */
const naming = (...hashes: readonly AssetHash[]) => encoder.encode(`model\u0000w@${hashes.join('w@')}after`);

function branded(text: string): AssetHash {
	const hash = parseAssetHash(text);
	if (!hash.ok) throw new Error(hash.error);
	return hash.value;
}

describe('assets nobody needs', () => {
	let server: TestServer;
	let project: TestProject;
	let clock: ManualClock;
	let document: DocumentAddress;

	beforeEach(async () => {
		clock = new ManualClock(Date.now());
		server = await startServer({ clock, limits: { assetGraceDays: GRACE_DAYS } });
		project = await registerProject(server.origin);
		document = project.mintAddress();
	});
	afterEach(() => server.close());

	const store = async (seed: number, of = project) => {
		const bytes = madeBytes(100, seed);
		const answer = await tusSteps(server.origin, of.projectId, of.token).send(bytes);
		expect(answer.status).toBe(201);
		return branded(hashOf(bytes));
	};
	const write = (update: Uint8Array, address = document) =>
		server.storage.documents.append([{ address, update }]);
	const isHere = async (hash: AssetHash, of = project) =>
		(await server.storage.blobs.get(of.projectId, hash)) !== null;
	const ask = async (...hashes: readonly AssetHash[]) => {
		const answer = await fetch(`${server.origin}/api/projects/${project.projectId}/assets/missing`, {
			method: 'POST',
			headers: { ...JSON_TYPE, Authorization: `Bearer ${project.token}` },
			body: JSON.stringify({ hashes }),
		});
		return ((await answer.json()) as { hashes: string[] }).hashes;
	};
	/** Lets the server come round to it, which it does every 24th time, until it removed what is surely unneeded. */
	const comesRound = async (bait: AssetHash, of = project) => {
		const isBaitHere = () => {
			clock.advance(HOUR);
			return isHere(bait, of);
		};
		await expect.poll(isBaitHere, { interval: 2, timeout: 10_000 }).toBe(false);
	};

	it('[K11] what no document names goes after the grace, and no sooner', async () => {
		const unneeded = await store(1);
		for (let day = 0; day < GRACE_DAYS - 1; day++) {
			clock.advance(DAY);
			await new Promise((resolve) => setImmediate(resolve));
		}
		expect(await isHere(unneeded)).toBe(true);
		clock.advance(DAY);
		await comesRound(unneeded);
		expect(await ask(unneeded), 'and is said to be missing').toEqual([unneeded]);
		expect(await store(1), 'and may come again').toBe(unneeded);
		expect(await isHere(unneeded)).toBe(true);
	});

	it('[K11] what documents name stays: now, before, replaced, or in a snapshot', async () => {
		const [bait, now, folded, kept] = [await store(1), await store(2), await store(3), await store(4)];
		const [row] = await write(naming(folded));
		const content = { state: naming(kept), stateVector: new Uint8Array(1), deletions: new Uint8Array(1) };
		expect(await server.storage.documents.compact(document, null, [row!], content)).not.toBeNull();
		await write(naming(now), project.mintAddress());
		clock.advance((GRACE_DAYS + 1) * DAY);
		await comesRound(bait);
		expect(await Promise.all([now, folded, kept].map((hash) => isHere(hash)))).toEqual([true, true, true]);
	});

	it('[K11] what another project names keeps nothing here', async () => {
		const other = await registerProject(server.origin);
		const [bait, same] = [await store(1), await store(2)];
		await store(2, other);
		await write(naming(same), other.mintAddress());
		clock.advance((GRACE_DAYS + 1) * DAY);
		await comesRound(bait);
		await expect.poll(() => isHere(same)).toBe(false);
		expect(await isHere(same, other)).toBe(true);
	});

	it('[K11] where a part of the documents cannot be read, all stays', async () => {
		const other = await registerProject(server.origin);
		const bait = await store(1, other);
		const doubtful = await store(2);
		const [row] = await write(encoder.encode('damaged'));
		await server.storage.documents.quarantine(document, row!);
		clock.advance((GRACE_DAYS + 1) * DAY);
		await comesRound(bait, other);
		clock.advance(DAY);
		await new Promise((resolve) => setImmediate(resolve));
		expect(await server.storage.mentions.findUnnamed(project.projectId, [doubtful])).toEqual([]);
		expect(await isHere(doubtful)).toBe(true);
	});

	it('[K12] what somebody asked about within the grace stays', async () => {
		const [bait, relied] = [await store(1), await store(2)];
		clock.advance((GRACE_DAYS - 5) * DAY);
		expect(await ask(relied)).toEqual([]);
		clock.advance(6 * DAY);
		await comesRound(bait);
		expect(await isHere(relied)).toBe(true);
	});

	it('[K11] where looking fails all stays, and no other project waits for it', async () => {
		const other = await registerProject(server.origin);
		const [unsure, unneeded] = [await store(1), await store(2, other)];
		const find = server.storage.mentions.findUnnamed.bind(server.storage.mentions);
		server.storage.mentions.findUnnamed = (of, hashes) =>
			of === project.projectId ? Promise.reject(new Error('No disk today')) : find(of, hashes);
		clock.advance((GRACE_DAYS + 1) * DAY);
		await comesRound(unneeded, other);
		const warned = () => server.log.entries.some(({ message }) => message.includes('cannot be looked for'));
		await expect.poll(warned).toBe(true);
		expect(await isHere(unsure)).toBe(true);
	});
});
