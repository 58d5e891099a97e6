import { expect, it, vi } from 'vitest';
import type { AssetHash, ProjectId } from '../base/ids.ts';
import { ok, unwrap } from '../base/result.ts';
import { lateProjects, type ProjectsPort } from './late-projects.ts';

const PROJECT = 'p'.repeat(22) as ProjectId;
const HASH = 'a'.repeat(64) as AssetHash;

it('brings its code with the first question only, and asks what it was asked', async () => {
	const client = {
		register: vi.fn(() => Promise.resolve(ok('token'))),
		listLinks: vi.fn(() => Promise.resolve(ok([]))),
		fetchAsset: vi.fn(() => Promise.resolve({ blob: null, problem: null })),
	};
	const load = vi.fn(() => Promise.resolve(client as unknown as ProjectsPort));
	const projects = lateProjects(load);
	expect(load).not.toHaveBeenCalled();
	expect(unwrap(await projects.register(PROJECT, 'claim'))).toBe('token');
	unwrap(await projects.listLinks(PROJECT, 'token'));
	const after = new Blob(['half']);
	await projects.fetchAsset(PROJECT, 'token', HASH, { after });
	expect(client.register).toHaveBeenCalledWith(PROJECT, 'claim');
	expect(client.fetchAsset).toHaveBeenCalledWith(PROJECT, 'token', HASH, { after });
	expect(load).toHaveBeenCalledOnce();
});

it('is a server that cannot be reached where its code cannot be had, and keeps what came of an asset', async () => {
	const load = vi.fn(() => Promise.reject(new TypeError('Failed to fetch')));
	const projects = lateProjects(load);
	const unreachable = expect.objectContaining({ reason: 'unreachable' }) as unknown;
	expect(await projects.register(PROJECT, 'claim')).toEqual({ ok: false, error: unreachable });
	const after = new Blob(['half']);
	expect(await projects.fetchAsset(PROJECT, 'token', HASH, { after })).toEqual({
		blob: after,
		problem: unreachable,
	});
	expect(load).toHaveBeenCalledTimes(2);
});
