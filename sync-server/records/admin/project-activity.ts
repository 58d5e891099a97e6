import type { Dispose } from '#lib/base/disposer.ts';
import type { ProjectId } from '#lib/base/ids.ts';
import { describeCause } from '../../ops/log.ts';
import type { DocumentLog } from '../../storage/document-log.ts';
import { inTransaction } from '../../storage/sqlite/transaction.ts';
import type { RecordsContext } from '../module.ts';

/** Milliseconds between writing down what changed: a server that is killed forgets at most these. */
export const ACTIVITY_BEAT_MS = 10_000;

/** When documents of each project last changed. Noted in memory at once, written down a little later: no edit waits. */
export class ProjectActivity {
	#noted = new Map<ProjectId, number>();

	note(projectId: ProjectId, at: number): void {
		this.#noted.set(projectId, at);
	}

	/** What was noted and not written down yet; null when nothing was. */
	at(projectId: ProjectId): number | null {
		return this.#noted.get(projectId) ?? null;
	}

	/** Writes it down with every beat, until the returned function is called, which does so a last time. */
	keep({ database, prepare, clock, log }: Omit<RecordsContext, 'audit'>): Dispose {
		const write = () => {
			if (this.#noted.size === 0) return;
			try {
				inTransaction(database, () => {
					const put = prepare(
						'INSERT OR REPLACE INTO project_activity (project_id, changed_at) VALUES (?, ?)',
					);
					for (const [projectId, at] of this.#noted) put.run(projectId, at);
				});
				this.#noted.clear();
			} catch (cause) {
				log.warn('When projects changed cannot be noted just now', { cause: describeCause(cause) });
			}
		};
		let cancel: Dispose;
		const beat = () => {
			write();
			cancel = clock.after(ACTIVITY_BEAT_MS, beat);
		};
		cancel = clock.after(ACTIVITY_BEAT_MS, beat);
		return () => {
			cancel();
			write();
		};
	}
}

/** The same log, noting which projects changed. */
export function noteChanges(
	documents: DocumentLog,
	activity: Pick<ProjectActivity, 'note'>,
	now: () => number,
): DocumentLog {
	return {
		async append(entries) {
			const rows = await documents.append(entries);
			for (const { address } of entries) activity.note(address.projectId, now());
			return rows;
		},
		load: (address) => documents.load(address),
		compact: (address, after, rows, content) => documents.compact(address, after, rows, content),
		quarantine: (address, row) => documents.quarantine(address, row),
		quarantineSnapshot: (address, id) => documents.quarantineSnapshot(address, id),
	};
}
