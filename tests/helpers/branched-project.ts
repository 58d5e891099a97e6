import { vi } from 'vitest';
import { systemClock } from '#lib/base/clock.ts';
import type { BranchId, DocumentId, EntityId, ProjectId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { newEntry } from '#lib/studio/new-project.ts';
import type { ProjectSession } from '#lib/studio/project-session.svelte.ts';
import { MemorySyncServer } from './memory-sync-server.ts';
import { firstScene, openDevice } from './studio-device.ts';

type Device = Awaited<ReturnType<typeof openDevice>>;

/** A project with a scene that holds a lamp and a chair, open on one device, not shared. */
export async function branchedProject() {
	const server = new MemorySyncServer(systemClock);
	const device = await openDevice(server);
	const id = unwrap(await device.home.createProject({ title: 'Tavern' }));
	const { session, go } = await visit(device, id);
	const [lamp, chair] = ['Lamp', 'Chair'].map((name) => unwrap(firstScene(session).add('box', name)));
	return { server, device, id, session, lamp: lamp as EntityId, chair: chair as EntityId, go };
}

/** Opens a project on a device; `go` closes what is open, and opens a branch or the project itself. */
export async function visit(device: Device, id: ProjectId, branchId: BranchId | null = null) {
	let session = await device.open(id, branchId);
	const first = session;
	const go = async (branch: BranchId | null): Promise<ProjectSession> => {
		await session.close();
		session = await device.open(id, branch);
		return session;
	};
	return { session: first, go };
}

/** A friend's device that was given a link to the project. */
export async function joinedDevice(
	server: MemorySyncServer,
	id: ProjectId,
	role: 'editor' | 'viewer' = 'editor',
): Promise<Device> {
	const device = await openDevice(server);
	server.issue(role, { projectId: id, role });
	const entry = newEntry(id, 'Shared project', 0);
	await device.parts.storage.projects.put({ ...entry, origin: 'joined', role, shared: true, token: role });
	return device;
}

export const namesIn = (session: ProjectSession, id = session.documents[0]?.id): string[] => {
	const scene = id && session.scene(id);
	return [...(scene?.snapshot.entities.values() ?? [])].map(({ name }) => name).sort();
};

export const titlesOf = (session: ProjectSession) => session.documents.map(({ title }) => title).sort();

export const renameIn = (session: ProjectSession, id: EntityId, name: string) =>
	unwrap(firstScene(session).rename(id, name));

/** Adds an entity to any scene of the project, once it is open. */
export async function addTo(session: ProjectSession, id: DocumentId, name: string): Promise<void> {
	const scene = await vi.waitUntil(() => session.scene(id));
	unwrap(scene.add('box', name));
}
