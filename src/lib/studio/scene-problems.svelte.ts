import { systemClock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import { err, ok } from '../base/result.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import type { listPrefabProblems } from '../doc/problems/prefab-problems.ts';
import type { ProblemsReader } from '../doc/problems/problems-reader.ts';
import type { Problem } from '../doc/problems/problem.ts';
import type { ProjectDocument } from '../doc/project.ts';
import { m } from '../paraglide/messages.js';
import { latePart } from './late-part.ts';
import { Observed } from './observed.svelte.ts';
import { createPause } from '../base/pause.ts';
import type { SceneSession } from './scene-session.svelte.ts';

/** What finds and mends problems. */
const PARTS = {
	reader: () => import('../doc/problems/problems-reader.ts'),
	prefabs: () => import('../doc/problems/prefab-problems.ts'),
	fix: () => import('../doc/problems/apply-fix.ts'),
};

/** `missing`: offline before their code was kept. */
export type ProblemsState = 'reading' | 'read' | 'missing';

/** What is wrong in a scene, read while something on screen asks for it; its code comes with the first who does. */
export class SceneProblems {
	readonly #scene: SceneSession;
	readonly #project: ProjectDocument;
	readonly #parts: typeof PARTS;
	#reader: ProblemsReader | null = null;
	#listPrefabs: typeof listPrefabProblems | null = null;
	#state: ProblemsState = 'reading';
	#retry: () => void = () => {};
	#list: Observed<readonly Problem[]>;

	constructor(scene: SceneSession, project: ProjectDocument, parts = PARTS) {
		this.#scene = scene;
		this.#project = project;
		this.#parts = parts;
		this.#list = new Observed(
			(changed) => this.#watch(changed),
			() => this.#reader?.problems ?? NONE,
		);
	}

	/** By entity, then those of prefabs; empty until they were looked for. */
	get list(): readonly Problem[] {
		const own = this.#list.current;
		const { snapshot, prefabProblems } = this.#scene;
		if (!this.#listPrefabs || prefabProblems.length === 0) return own;
		return [...own, ...this.#listPrefabs(snapshot, prefabProblems, this.#project.snapshot)];
	}

	/** Whether the list says what is wrong by now. */
	get state(): ProblemsState {
		void this.#list.current;
		return this.#state;
	}

	/** Looks for them once more where their code could not be loaded. */
	retry(): void {
		if (this.#state === 'missing') this.#retry();
	}

	/** Mends what has a fix, as one gesture: all that can still be mended, or the first reason why none can. */
	async fix(problems: readonly Problem[]): Promise<CommandResult> {
		const part = await latePart(this.#parts.fix());
		if (!part) return err({ reason: 'not-found', message: m.commands_missing() });
		return this.#scene.edit('fix', () => {
			const results = problems
				.filter(({ fix }) => fix)
				.map((problem) => part.applyFix(this.#scene.scene, problem));
			if (results.some(({ ok: isMended }) => isMended)) return ok();
			return results[0] ?? err(NOTHING);
		});
	}

	#watch(changed: () => void): Dispose {
		const abort = new AbortController();
		const { signal } = abort;
		const tell = (state: ProblemsState) => {
			if (signal.aborted) return;
			this.#state = state;
			changed();
		};
		const read = () =>
			this.#read(changed, signal).then(
				() => tell('read'),
				() => tell('missing'),
			);
		this.#state = 'reading';
		this.#retry = () => {
			tell('reading');
			void read();
		};
		void read();
		return () => abort.abort();
	}

	async #read(changed: () => void, signal: AbortSignal): Promise<void> {
		const { reader: loadReader, prefabs } = this.#parts;
		const [{ ProblemsReader: Reader }, { listPrefabProblems: ofPrefabs }] = await Promise.all([
			loadReader(),
			prefabs(),
		]);
		const found = { pause: createPause(systemClock), signal };
		const reader = await Reader.readSlowly(this.#scene.scene, this.#project.snapshot, found);
		if (!reader) return;
		// The project may be another by now.
		reader.setContext(this.#project.snapshot);
		const stopFollowing = this.#project.onChange((snapshot) => reader.setContext(snapshot));
		reader.onChange(changed);
		this.#listPrefabs = ofPrefabs;
		this.#reader = reader;
		signal.addEventListener('abort', () => {
			stopFollowing();
			reader.dispose();
			if (this.#reader === reader) this.#reader = null;
		});
	}
}

const NONE: readonly Problem[] = [];
const NOTHING = {
	reason: 'nothing-to-do',
	message: 'There is nothing here that could be mended by itself.',
} as const;
