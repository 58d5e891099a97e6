import { err, type Result } from '#lib/base/result.ts';
import type { Cleanup } from '#lib/studio/storage-facts.ts';
import type { CleanupName, CleanupSource } from './cleanup-source.ts';
import { LongTask, wordsOf } from './long-task.svelte.ts';

export type CleanupRow = {
	readonly name: CleanupName;
	/** What could be freed; null while nobody has looked yet. */
	readonly found: Result<Cleanup, string> | null;
	/** What was freed is its report. */
	readonly task: LongTask<Cleanup>;
};

type Found = { readonly [name in CleanupName]?: Result<Cleanup, string> };

/** What can be freed on this device: looked up first, freed only when asked, one kind at a time. */
export class Cleanups {
	#sources: readonly CleanupSource[];
	#tasks: ReadonlyMap<CleanupName, LongTask<Cleanup>>;
	#found = $state.raw<Found>({});

	constructor(sources: readonly CleanupSource[]) {
		this.#sources = sources;
		this.#tasks = new Map(
			sources.map(({ name, canCancel, free }) => [name, new LongTask<Cleanup>(free, { canCancel })]),
		);
	}

	get rows(): readonly CleanupRow[] {
		return [...this.#tasks].map(([name, task]) => ({ name, found: this.#found[name] ?? null, task }));
	}
	get tasks(): readonly LongTask<Cleanup>[] {
		return [...this.#tasks.values()];
	}

	/** Looks again at everything; what was found before stays on screen until then. */
	async look(): Promise<void> {
		await Promise.all(this.#sources.map((source) => this.#look(source)));
	}

	/** Resolves to whether it was done. */
	async start(name: CleanupName): Promise<boolean> {
		for (const task of this.tasks) task.forget();
		const freed = await this.#tasks.get(name)?.start();
		return freed !== null && freed !== undefined;
	}

	async #look({ name, find }: CleanupSource): Promise<void> {
		const found = await find().catch((thrown: unknown) => err(wordsOf(thrown)));
		this.#found = { ...this.#found, [name]: found };
	}
}
