import { StorageFailure, storageProblem } from '../storage-failure.ts';
import type { ParamsOf, ResultOf, TaskName } from './device-tasks.ts';
import type { DeviceWork, RunOptions } from './device-work.ts';

/** Heavy work whose code comes with the first task: a page that only lists projects never asks for any. */
export class WorkOnDemand implements DeviceWork {
	readonly #load: () => Promise<DeviceWork>;
	#work: Promise<DeviceWork> | null = null;
	#closed = false;

	constructor(load: () => Promise<DeviceWork>) {
		this.#load = load;
	}

	async run<Name extends TaskName>(
		name: Name,
		params: ParamsOf<Name>,
		options: RunOptions<Name> = {},
	): Promise<ResultOf<Name>> {
		options.signal?.throwIfAborted();
		return (await this.#open()).run(name, params, options);
	}

	close(): void {
		this.#closed = true;
		// What never came has nothing to close.
		void this.#work?.then(
			(work) => work.close(),
			() => {},
		);
	}

	letGo(): void {
		void this.#work?.then(
			(work) => work.letGo(),
			() => {},
		);
	}

	async #open(): Promise<DeviceWork> {
		if (this.#closed) throw lost('the storage was closed by this page');
		this.#work ??= this.#load();
		try {
			const work = await this.#work;
			if (this.#closed) work.close();
			return work;
		} catch (thrown) {
			this.#work = null; // the next task asks again: the network may be back
			throw lost(`its code could not be loaded (${String(thrown)})`);
		}
	}
}

const lost = (why: string) => new StorageFailure(storageProblem('lost', why));
