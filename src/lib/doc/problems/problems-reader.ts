import { Disposer, type Dispose } from '../../base/disposer.ts';
import { Emitter } from '../../base/emitter.ts';
import type { EntityId } from '../../base/ids.ts';
import type { SceneChanges, SceneDocument } from '../scene.ts';
import { examine, healedProblem } from './examine.ts';
import type { Problem } from './problem.ts';
import type { ProblemContext } from './reference-problems.ts';

/** The problems of a scene, kept up to date at the price of what changed. */
export class ProblemsReader {
	readonly scene: SceneDocument;
	#context: ProblemContext;
	/** Only of entities that have any. */
	#problems = new Map<EntityId, readonly Problem[]>();
	/** Entities that name something: what they name can go without their changing. */
	#referring = new Set<EntityId>();
	#list: readonly Problem[] | undefined;
	#changed = new Emitter<void>();
	#disposer = new Disposer();

	constructor(scene: SceneDocument, context: ProblemContext) {
		this.scene = scene;
		this.#context = context;
		scene.snapshot.entities.forEach((_, id) => this.#examine(id));
		this.#disposer.add(scene.onChange((changes) => this.#absorb(changes)));
	}

	/** By entity; what an entity says first, then where it stands. */
	get problems(): readonly Problem[] {
		this.#list ??= Object.freeze([...[...this.#problems.values()].flat(), ...this.#findHealed()]);
		return this.#list;
	}

	/** The project has other assets or documents now. */
	setContext(context: ProblemContext): void {
		this.#context = context;
		for (const id of [...this.#referring]) this.#examine(id);
		this.#tell();
	}

	onChange(listener: () => void): Dispose {
		return this.#changed.on(listener);
	}

	dispose(): void {
		this.#disposer.dispose();
		this.#changed.clear();
	}

	#absorb({ added, removed, changed }: SceneChanges): void {
		const touched = new Set([...added, ...removed, ...changed.keys()]);
		if (added.size + removed.size > 0) for (const id of this.#referring) touched.add(id);
		for (const id of touched) this.#examine(id);
		this.#tell();
	}

	#tell(): void {
		this.#list = undefined;
		this.#changed.emit();
	}

	#examine(id: EntityId): void {
		const { problems, refers } = examine(this.scene, id, this.#context);
		this.#problems.delete(id);
		this.#referring.delete(id);
		if (refers) this.#referring.add(id);
		if (problems.length > 0) this.#problems.set(id, problems);
	}

	#findHealed(): Problem[] {
		const { snapshot } = this.scene;
		return [...snapshot.hierarchy.healed].map(([id, why]) => healedProblem(snapshot, id, why));
	}
}

/** The problems of a scene as it is now. */
export function findProblems(scene: SceneDocument, context: ProblemContext): readonly Problem[] {
	const reader = new ProblemsReader(scene, context);
	const { problems } = reader;
	reader.dispose();
	return problems;
}
