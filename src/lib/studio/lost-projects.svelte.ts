import type { ProjectId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import { m } from '../paraglide/messages.js';
import type { DeviceStorage, LostProject } from '../storage/ports.ts';

/** Projects that were on this device and that its browser lost: named, and brought back from where they still are. */
export class LostProjects {
	readonly #storage: Pick<DeviceStorage, 'witness' | 'projects'>;
	#list = $state.raw<readonly LostProject[]>([]);

	constructor(storage: Pick<DeviceStorage, 'witness' | 'projects'>) {
		this.#storage = storage;
	}

	/** Newest change first. */
	get list(): readonly LostProject[] {
		return this.#list;
	}

	/** Looks again. */
	async refresh(): Promise<void> {
		this.#list = await this.#storage.witness.lost();
	}

	/** Lists the project again with the way to its server; opening it fetches what the server has. */
	async bringBack(id: ProjectId): Promise<Result<ProjectId, string>> {
		const entry = await this.#storage.witness.find(id);
		if (!entry?.token) return err(m.projects_lost_nowhere());
		await this.#storage.projects.put({ ...entry, shared: true });
		await this.refresh();
		return ok(id);
	}

	async forget(ids: readonly ProjectId[]): Promise<void> {
		await this.#storage.witness.forget(ids);
		await this.refresh();
	}
}
