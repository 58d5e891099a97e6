import type { Result } from '#lib/base/result.ts';
import type { Cleanup, CleanupKind } from '#lib/studio/storage-facts.ts';
import { LongTask } from './long-task.svelte.ts';
import type { StoragePort } from './storage-port.ts';

export type CleanupRow = {
	readonly kind: CleanupKind;
	/** What could be freed; null while nobody has looked yet. */
	readonly found: Result<Cleanup, string> | null;
	/** What was freed is its report. */
	readonly task: LongTask<Cleanup>;
};

type CleanupPort = Pick<StoragePort, 'cleanups' | 'findCleanup' | 'cleanUp'>;
type Found = { readonly [kind in CleanupKind]?: Result<Cleanup, string> };

/** What can be freed on this device: looked up first, freed only when asked, one kind at a time. */
export class Cleanups {
	#port: CleanupPort;
	#tasks: ReadonlyMap<CleanupKind, LongTask<Cleanup>>;
	#found = $state.raw<Found>({});

	constructor(port: CleanupPort) {
		this.#port = port;
		this.#tasks = new Map(port.cleanups.map((kind) => [kind, taskOf(port, kind)]));
	}

	get rows(): readonly CleanupRow[] {
		return [...this.#tasks].map(([kind, task]) => ({ kind, found: this.#found[kind] ?? null, task }));
	}
	get tasks(): readonly LongTask<Cleanup>[] {
		return [...this.#tasks.values()];
	}

	/** Looks again at everything; what was found before stays on screen until then. */
	async look(): Promise<void> {
		await Promise.all(this.#port.cleanups.map((kind) => this.#look(kind)));
	}

	/** Resolves to whether it was done. */
	async start(kind: CleanupKind): Promise<boolean> {
		const freed = await this.#tasks.get(kind)?.start();
		return freed !== null && freed !== undefined;
	}

	async #look(kind: CleanupKind): Promise<void> {
		const found = await this.#port.findCleanup(kind);
		this.#found = { ...this.#found, [kind]: found };
	}
}

const taskOf = (port: CleanupPort, kind: CleanupKind): LongTask<Cleanup> =>
	new LongTask((run) => port.cleanUp(kind, run), { canCancel: kind !== 'unused-assets' });
