import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '#lib/base/clock.ts';
import type { AssetHash } from '#lib/base/ids.ts';
import type { JsonValue } from '#lib/base/json.ts';
import { createProjectsClient } from '#lib/sync/projects-client.ts';
import { UploadPlaces } from '#lib/sync/upload-places.ts';
import { ServerProcess } from '../helpers/server-process.ts';
import { registerProject } from '../helpers/sync-server.ts';
import { madeBytes } from '../helpers/tus-steps.ts';

let server: ServerProcess;
beforeEach(async () => {
	server = await ServerProcess.start();
});
afterEach(() => server.dispose());

it('[L45] [L46] a server killed in the middle of an upload gets the rest of it after its restart', async () => {
	const bytes = madeBytes(20_000_000);
	const hash = createHash('sha256').update(bytes).digest('hex') as AssetHash;
	const project = await registerProject(server.url);
	// What the device keeps, also over a reload of the page.
	let kept: JsonValue | undefined;
	const setting = { read: async () => kept, write: async (value: JsonValue) => void (kept = value) };
	const offsets: number[] = [];
	const client = createProjectsClient({
		origin: server.url,
		clock: systemClock,
		fetch: (url, init) => {
			if (init.method === 'PATCH') offsets.push(Number(new Headers(init.headers).get('upload-offset')));
			return fetch(url, init);
		},
	});
	const { projectId, token } = project;
	const send = (onProgress?: (done: number) => void) => {
		const places = new UploadPlaces(setting);
		return client.sendAsset(projectId, token, hash, new Blob([bytes]), {
			places,
			...(onProgress && { onProgress }),
		});
	};
	const kills: Promise<void>[] = [];
	const broken = await send((done) => {
		if (done >= 8_000_000 && kills.length === 0) kills.push(server.kill());
	});
	expect(kills, 'the server was killed while bytes came').toHaveLength(1);
	expect(broken.ok).toBe(false);
	await Promise.all(kills);
	await server.restart();
	expect((await client.fetchAsset(projectId, token, hash)).problem?.reason).toBe('not-found');

	offsets.length = 0;
	expect(await send()).toEqual({ ok: true, value: undefined });
	expect(offsets[0], 'it goes on where it stopped').toBeGreaterThanOrEqual(8_000_000);
	const { blob } = await client.fetchAsset(projectId, token, hash);
	const came = createHash('sha256').update(new Uint8Array(await blob!.arrayBuffer()));
	expect(came.digest('hex')).toBe(hash);
	expect(kept, 'nothing is left to go on with').toEqual({});
}, 60_000);
