import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Dispose } from '#lib/base/disposer.ts';
import type { ProjectId } from '#lib/base/ids.ts';
import { describeCause } from '../../ops/log.ts';
import type { Blobs } from '../../storage/blobs.ts';
import type { UnfinishedUploads } from '../../storage/unfinished-uploads.ts';
import type { RecordsContext } from '../module.ts';
import type { MemberStore } from './member-store.ts';

/** Milliseconds between two looks for what is to be removed, and until what was still on its way is removed, too. */
export const PURGE_BEAT_MS = 60_000;
/** Rows at once: nobody else's edits wait for more than these. */
const BATCH = 500;

/** Everything that documents keep of a project, by table and its key. */
const CONTENT = [
	['document_rows', 'row'],
	['quarantine', 'row'],
	['snapshots', 'id'],
	['quarantined_snapshots', 'id'],
] as const;

type Parts = {
	readonly context: RecordsContext;
	readonly members: MemberStore;
	readonly blobs: Blobs;
	readonly uploads: UnfinishedUploads;
};

/** Removes the content of deleted projects: at once, again after a minute, and after a restart if need be. */
export class ProjectPurge {
	readonly #parts: Parts;
	#running: Promise<void> | null = null;
	#cancel: Dispose = () => {};
	#stopped = true;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	start(): void {
		this.#stopped = false;
		const turn = () => {
			void this.run().finally(() => {
				if (!this.#stopped) this.#cancel = this.#parts.context.clock.after(PURGE_BEAT_MS, turn);
			});
		};
		turn();
	}

	async stop(): Promise<void> {
		this.#stopped = true;
		this.#cancel();
		await this.#running;
	}

	/** Removes what is due. Never rejects: what could not be removed is due again. */
	run(): Promise<void> {
		this.#running ??= this.#runAll().finally(() => (this.#running = null));
		return this.#running;
	}

	async #runAll(): Promise<void> {
		const { context, members } = this.#parts;
		const { clock, log } = context;
		try {
			for (const { projectId, again } of members.duePurges(clock.now())) {
				await this.#remove(projectId);
				// An update or a merge may have been on its way, here or at another instance.
				members.purged(projectId, again ? clock.now() + PURGE_BEAT_MS : null);
				log.info('The content of a deleted project was removed', { projectId });
			}
		} catch (cause) {
			log.warn('The content of a deleted project cannot be removed just now', {
				cause: describeCause(cause),
			});
		}
	}

	async #remove(projectId: ProjectId): Promise<void> {
		const { context, blobs, uploads } = this.#parts;
		for (const [table, key] of CONTENT) {
			const statement = context.prepare(
				`DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${table} WHERE project_id = ? LIMIT ${BATCH})`,
			);
			while (Number(statement.run(projectId).changes) > 0) await nextTurn();
		}
		context.prepare('DELETE FROM document_epochs WHERE project_id = ?').run(projectId);
		for (const upload of [...uploads.all()]) {
			if (upload.projectId === projectId) await uploads.forget(upload.id);
		}
		for await (const { hash } of blobs.list(projectId)) {
			await blobs.removeUnrenewed(projectId, hash, Infinity);
		}
	}
}
