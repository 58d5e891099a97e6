import { afterEach } from 'vitest';
import { systemClock, type Clock } from '#lib/base/clock.ts';
import type { BranchId, ProjectId } from '#lib/base/ids.ts';
import { seededRandom } from '#lib/base/random.ts';
import { err, ok, unwrap } from '#lib/base/result.ts';
import { loadDeviceIdentity } from '#lib/studio/device-identity.svelte.ts';
import { HomeStore } from '#lib/studio/home-store.svelte.ts';
import type { Membership, StudioParts } from '#lib/studio/parts.ts';
import { ProjectSession } from '#lib/studio/project-session.svelte.ts';
import { createConnection } from '#lib/sync/connection.ts';
import type { ProjectsClient } from '#lib/sync/projects-client.ts';
import { MemoryNetwork } from './memory-network.ts';
import type { MemorySyncServer } from './memory-sync-server.ts';
import { createMemoryRig } from './storage-rig.ts';

/** Nobody is signed in, ever. */
const NOBODY: Membership = {
	isSignedIn: () => Promise.resolve(false),
	token: () => Promise.resolve(err({ code: 'signed-out', message: 'Nobody is signed in' })),
	onChange: () => () => {},
};

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
});

/** One device: its own storage and line. Shared projects are registered with one in-memory server. */
export async function openDevice(
	server: MemorySyncServer,
	clock: Clock = systemClock,
	rig = createMemoryRig(),
) {
	const storage = await rig.open();
	const network = new MemoryNetwork(systemClock, server.accept);
	const identity = await loadDeviceIdentity(storage);
	const connection = createConnection({
		url: 'ws://test/sync',
		client: identity.id,
		clock: systemClock,
		random: seededRandom(1),
		openSocket: network.openSocket,
	});
	const projects = {
		register: (id: ProjectId) => {
			server.issue('owner', { projectId: id, role: 'owner' });
			return Promise.resolve(ok('owner'));
		},
		listLinks: () => Promise.resolve(ok([])),
		missingAssets: () => Promise.resolve(ok([])),
	} as unknown as ProjectsClient;
	const parts: StudioParts = {
		storage,
		identity,
		connection,
		projects,
		membership: NOBODY,
		clock,
		random: seededRandom(2),
	};
	closing.push(
		() => rig.close(),
		() => connection.dispose(),
	);
	const open = async (id: ProjectId, branchId: BranchId | null = null) => {
		const session = unwrap(await ProjectSession.open(parts, id, branchId), 'opening the project');
		closing.push(() => session.close());
		return session;
	};
	const home = new HomeStore(parts, () => Promise.resolve(parts));
	closing.push(() => home.dispose());
	return { rig, parts, network, home, open };
}

export const firstScene = (session: ProjectSession) => {
	const scene = session.documents[0] && session.scene(session.documents[0].id);
	if (!scene) throw new Error('expected an open scene');
	return scene;
};
