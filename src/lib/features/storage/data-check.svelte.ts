import type { CheckReport } from '#lib/storage/check/check-report.ts';
import type { SetAside } from '#lib/storage/set-aside/set-aside.ts';
import { LongTask, wordsOf } from './long-task.svelte.ts';
import type { StoragePort } from './storage-port.ts';

type CheckPort = Pick<StoragePort, 'check' | 'setAside'>;

/** Looking after what is kept: the check, and what it and earlier ones put out of the way. */
export class DataCheck {
	readonly task: LongTask<CheckReport>;
	#port: CheckPort;
	#setAside = $state.raw<readonly SetAside[]>([]);
	#problem = $state.raw<string | null>(null);

	constructor(port: CheckPort) {
		this.#port = port;
		this.task = new LongTask((run) => port.check(run));
	}

	/** What was set aside, the last one first. */
	get setAside(): readonly SetAside[] {
		return this.#setAside;
	}

	/** Why that could not be listed; null while it could. */
	get problem(): string | null {
		return this.#problem;
	}

	async look(): Promise<void> {
		try {
			this.#setAside = await this.#port.setAside.list();
			this.#problem = null;
		} catch (thrown) {
			this.#problem = wordsOf(thrown);
		}
	}

	async toFile({ key }: SetAside): Promise<{ readonly fileName: string; readonly blob: Blob } | null> {
		const file = await this.#port.setAside.toFile(key);
		// Another tab removed it: the list is out of date.
		if (!file) await this.look();
		return file;
	}

	/** For good. Resolves to whether it is gone. */
	async remove({ key }: SetAside): Promise<boolean> {
		const removed = await this.#port.setAside.remove(key);
		await this.look();
		return removed;
	}
}
