import { Disposer, type Dispose } from '../../base/disposer.ts';
import { Emitter } from '../../base/emitter.ts';
import type { EntityId } from '../../base/ids.ts';
import type { Healing } from '../hierarchy.ts';
import { findRow } from '../registers.ts';
import { ENTITIES, type SceneChanges, type SceneDocument } from '../scene.ts';
import { examineEntity } from './entity-problems.ts';
import type { Problem } from './problem.ts';
import { examineReference, type ProblemContext } from './reference-problems.ts';

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
		const { snapshot, document } = this.scene;
		const entity = snapshot.entities.get(id);
		this.#problems.delete(id);
		this.#referring.delete(id);
		if (!entity) return;
		const { problems, references } = examineEntity(entity, findRow(document.ydoc, ENTITIES, id));
		if (references.length > 0) this.#referring.add(id);
		const broken = references
			.map((reference) => examineReference(entity, reference, snapshot, this.#context))
			.filter((problem) => problem !== undefined);
		if (problems.length + broken.length > 0) this.#problems.set(id, [...problems, ...broken]);
	}

	#findHealed(): Problem[] {
		const { entities, hierarchy } = this.scene.snapshot;
		return [...hierarchy.healed].map(([id, why]): Problem => {
			const parent = hierarchy.parentOf.get(id) ?? null;
			const where = parent === null ? 'at the root' : `in “${entities.get(parent)?.name ?? ''}”`;
			const message = `“${entities.get(id)?.name ?? ''}” ${HEALED[why]}. It is shown ${where}.`;
			const fix = { kind: 'write-shown', key: 'place' } as const;
			return { rule: `healed-${why}`, entityId: id, key: 'place', message, fix };
		});
	}
}

const HEALED: Readonly<Record<Healing, string>> = {
	orphan: 'lies in something that was deleted',
	cycle: 'was moved into something that somebody else moved into it',
	'too-deep': 'lies below too many others',
};

/** The problems of a scene as it is now. */
export function findProblems(scene: SceneDocument, context: ProblemContext): readonly Problem[] {
	const reader = new ProblemsReader(scene, context);
	const { problems } = reader;
	reader.dispose();
	return problems;
}
