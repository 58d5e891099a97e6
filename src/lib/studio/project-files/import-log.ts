import * as v from 'valibot';
import type { Clock } from '../../base/clock.ts';
import { isId, type ProjectId } from '../../base/ids.ts';
import type { DeviceStorage } from '../../storage/ports.ts';

const progress = v.object({
	projectId: v.custom<ProjectId>(isId),
	/** The key of the file it came from. */
	file: v.string(),
	done: v.boolean(),
});

const DAY_MS = 86_400_000;

/** Which imports are under way, and which files the projects here came from. */
export class ImportLog {
	readonly #storage: DeviceStorage;
	readonly #clock: Clock;

	constructor(storage: DeviceStorage, clock: Clock) {
		this.#storage = storage;
		this.#clock = clock;
	}

	begin(projectId: ProjectId, file: string): Promise<boolean> {
		return this.#keep(projectId, file, false);
	}

	finish(projectId: ProjectId, file: string): Promise<boolean> {
		return this.#keep(projectId, file, true);
	}

	forget(projectId: ProjectId): Promise<boolean> {
		return this.#storage.transfers.forgetImport(projectId);
	}

	/** The project that this very file made here; null: none that is still here. */
	async projectOf(file: string): Promise<ProjectId | null> {
		for (const { row } of await this.#rows()) {
			if (!row.done || row.file !== file) continue;
			const entry = await this.#storage.projects.get(row.projectId);
			if (entry && entry.removedAt === null) return row.projectId;
		}
		return null;
	}

	/** What a page that went away in the middle left behind goes, and what is remembered of projects that are gone. */
	async sweep(): Promise<void> {
		const { projects } = this.#storage;
		for (const { at, row } of await this.#rows()) {
			const isHere = (await projects.get(row.projectId)) !== null;
			// It is listed last: its page went away before it could say that all of it is here.
			if (isHere && !row.done) await this.finish(row.projectId, row.file);
			if (isHere || this.#clock.now() - at < DAY_MS) continue;
			if (!row.done) await projects.delete(row.projectId);
			await this.forget(row.projectId);
		}
	}

	#keep(projectId: ProjectId, file: string, done: boolean): Promise<boolean> {
		const at = this.#clock.now();
		return this.#storage.transfers.keepImport({ key: projectId, at, progress: { projectId, file, done } });
	}

	async #rows() {
		const rows = await this.#storage.transfers.imports();
		return rows.flatMap(({ at, progress: said }) => {
			const parsed = v.safeParse(progress, said);
			return parsed.success ? [{ at, row: parsed.output }] : [];
		});
	}
}
