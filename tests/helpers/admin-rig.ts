import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { mintDocumentId, mintProjectId, parseAssetHash, type ProjectId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { AccountKeys } from '#server/records/accounts/account-keys.ts';
import { UserStore, type User } from '#server/records/accounts/user-store.ts';
import type { LiveDocuments } from '#server/records/admin/live-documents.ts';
import { ProjectActivity } from '#server/records/admin/project-activity.ts';
import { MemberStore } from '#server/records/members/member-store.ts';
import { createModules } from '#server/records/modules.ts';
import type { RecordsContext } from '#server/records/module.ts';
import { Access } from '#server/records/projects/access.ts';
import { createSigningKey, Tokens } from '#server/records/projects/tokens.ts';
import { MemoryBlobs } from '#server/storage/memory/memory-blobs.ts';
import type { Storage } from '#server/storage/open-storage.ts';
import { openDatabase } from '#server/storage/sqlite/database.ts';
import { SqliteDocumentLog } from '#server/storage/sqlite/sqlite-document-log.ts';
import { SqliteProjectRecords } from '#server/storage/sqlite/sqlite-project-records.ts';
import { openRecordsRig, read, START, type RigRequest } from './records-rig.ts';
import { userIdOf } from './member-world.ts';

/** What of the rooms the records may see, when nothing is open. */
export const NOTHING_OPEN = {
	live: { list: () => [], connections: 0, size: 0, bytes: 0 } satisfies LiveDocuments,
	activity: new ProjectActivity(),
};

/** Uploads of which none is under way, on a disk with this much left. */
const noUploads = (freeBytes: number) =>
	({
		all: () => [],
		freeBytes: async () => freeBytes,
		reached: async () => null,
	}) as unknown as Storage['uploads'];

/** All modules of the server on a database in memory, with people and projects as a test wants them. */
export async function openAdminRig(live: LiveDocuments = NOTHING_OPEN.live) {
	const database = openDatabase(':memory:');
	const blobs = new MemoryBlobs();
	const tokens = await Tokens.fromSigningKey(await createSigningKey());
	const accountKeys = await AccountKeys.open({ read: () => null, write: () => {} }, START);
	const projects = new SqliteProjectRecords(database);
	const documents = new SqliteDocumentLog(database);
	const uploads = noUploads(1_000_000);
	const storage = {
		database,
		blobs,
		tokens,
		accountKeys,
		projects,
		documents,
		uploads,
	} as unknown as Storage;
	const activity = new ProjectActivity();
	const options = <S extends v.GenericSchema>(_module: string, schema: S) => v.parse(schema, {});
	const modules = (context: RecordsContext) => {
		const access = new Access({ tokens, records: projects, clock: context.clock, log: context.log });
		return createModules({ context, storage, access, live, activity, options }).all;
	};
	const rig = openRecordsRig({ database, modules });
	const { context, clock } = rig;
	const users = new UserStore(context);
	const members = new MemberStore(context);
	return {
		...rig,
		activity,
		users,
		members,
		documents,
		ask: (name: string, as: string, sent: RigRequest = {}) => read(rig.request(name, { as, ...sent })),
		/** Somebody with an account. */
		addUser(handle: string, role: User['role'] = 'user'): string {
			const userId = userIdOf(handle);
			users.add({ userId, handle, displayName: handle.toUpperCase(), role, createdAt: clock.now() });
			return userId;
		},
		/** A project made a second after the one before. */
		addProject(title: string | null, ...owners: readonly string[]): ProjectId {
			clock.advance(1000);
			const projectId = mintProjectId();
			members.addProject(projectId, new Uint8Array(32), clock.now());
			if (title !== null) members.setTitle(projectId, title, clock.now());
			for (const userId of owners) {
				members.put({ projectId, userId, role: 'owner', since: clock.now(), addedBy: null }, clock.now());
			}
			return projectId;
		},
		/** A document of so many bytes. */
		async store(projectId: ProjectId, bytes: number): Promise<void> {
			const address = { projectId, documentId: mintDocumentId() };
			await documents.append([{ address, update: new Uint8Array(bytes) }]);
		},
		async storeAsset(projectId: ProjectId, bytes: number): Promise<void> {
			const folder = mkdtempSync(join(tmpdir(), 'rastudios-asset-'));
			const file = join(folder, 'asset');
			const content = new Uint8Array(bytes).fill(bytes % 251);
			writeFileSync(file, content);
			const hash = unwrap(parseAssetHash(createHash('sha256').update(content).digest('hex')));
			unwrap(await blobs.take(projectId, hash, file, clock.now()));
			rmSync(folder, { recursive: true });
		},
		audited: () =>
			database.prepare('SELECT act, actor, subject, outcome, details FROM audit ORDER BY seq').all() as {
				act: string;
				actor: string | null;
				subject: string;
				outcome: string;
				details: string;
			}[],
	};
}
