import type { Dispose } from '../base/disposer.ts';
import { err, ok } from '../base/result.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import type { listPrefabProblems } from '../doc/problems/prefab-problems.ts';
import type { ProblemsReader } from '../doc/problems/problems-reader.ts';
import type { Problem } from '../doc/problems/problem.ts';
import type { ProjectDocument } from '../doc/project.ts';
import { Observed } from './observed.svelte.ts';
import type { SceneSession } from './scene-session.svelte.ts';

/** What is wrong in a scene, read while something on screen asks for it; its code comes with the first who does. */
export class SceneProblems {
	readonly #scene: SceneSession;
	readonly #project: ProjectDocument;
	#reader: ProblemsReader | null = null;
	#listPrefabs: typeof listPrefabProblems | null = null;
	#list: Observed<readonly Problem[]>;

	constructor(scene: SceneSession, project: ProjectDocument) {
		this.#scene = scene;
		this.#project = project;
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

	/** Mends what has a fix, as one gesture: all that can still be mended, or the first reason why none can. */
	async fix(problems: readonly Problem[]): Promise<CommandResult> {
		const { applyFix } = await import('../doc/problems/apply-fix.ts');
		return this.#scene.edit('fix', () => {
			const results = problems
				.filter(({ fix }) => fix)
				.map((problem) => applyFix(this.#scene.scene, problem));
			if (results.some(({ ok: isMended }) => isMended)) return ok();
			return results[0] ?? err(NOTHING);
		});
	}

	#watch(changed: () => void): Dispose {
		let stop: Dispose | null = null;
		let stopped = false;
		const parts = [
			import('../doc/problems/problems-reader.ts'),
			import('../doc/problems/prefab-problems.ts'),
		] as const;
		void Promise.all(parts).then(
			([{ ProblemsReader: Reader }, { listPrefabProblems: ofPrefabs }]) => {
				if (stopped) return;
				this.#listPrefabs = ofPrefabs;
				stop = this.#read(Reader, changed);
			},
			() => undefined, // offline before its code was kept: nothing is listed until the next visit
		);
		return () => {
			stopped = true;
			stop?.();
		};
	}

	#read(Reader: typeof ProblemsReader, changed: () => void): Dispose {
		const reader = new Reader(this.#scene.scene, this.#project.snapshot);
		const stopFollowing = this.#project.onChange((snapshot) => reader.setContext(snapshot));
		reader.onChange(changed);
		this.#reader = reader;
		changed();
		return () => {
			stopFollowing();
			reader.dispose();
			this.#reader = null;
		};
	}
}

const NONE: readonly Problem[] = [];
const NOTHING = {
	reason: 'nothing-to-do',
	message: 'There is nothing here that could be mended by itself.',
} as const;
