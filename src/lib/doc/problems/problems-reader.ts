import { Disposer, type Dispose } from '../../base/disposer.ts';
import { Emitter } from '../../base/emitter.ts';
import type { AssetHash, DocumentId, EntityId } from '../../base/ids.ts';
import type { SceneChanges, SceneDocument } from '../scene.ts';
import { examine, healedProblem } from './examine.ts';
import type { Problem } from './problem.ts';
import type { ProblemContext } from './reference-problems.ts';

/** Entities looked at without a pause: a few milliseconds. */
const SLICE = 500;

/** The problems of a scene, kept up to date at the price of what changed. */
export class ProblemsReader {
	readonly scene: SceneDocument;
	#context: ProblemContext;
	/** Only of entities that have any. */
	#problems = new Map<EntityId, readonly Problem[]>();
	/** Who names what, both ways: what an entity names can go without its changing. */
	#targets = new Map<EntityId, readonly string[]>();
	#referrers = new Map<string, Set<EntityId>>();
	#hadHealed = false;
	#list: readonly Problem[] | undefined;
	#changed = new Emitter<void>();
	#disposer = new Disposer();

	/** `ids`: whom to look at to begin with. */
	constructor(
		scene: SceneDocument,
		context: ProblemContext,
		ids: Iterable<EntityId> = scene.snapshot.entities.keys(),
	) {
		this.scene = scene;
		this.#context = context;
		for (const id of ids) this.#examine(id);
		this.#hadHealed = scene.snapshot.hierarchy.healed.size > 0;
		this.#disposer.add(scene.onChange((changes) => this.#absorb(changes)));
	}

	/** Looks through a large scene little by little; null when that was aborted. */
	static async readSlowly(
		scene: SceneDocument,
		context: ProblemContext,
		{ pause, signal }: { readonly pause: () => Promise<void>; readonly signal: AbortSignal },
	): Promise<ProblemsReader | null> {
		// It follows the scene from the start: what changes meanwhile is looked at once more.
		const reader = new ProblemsReader(scene, context, []);
		let looked = 0;
		for (const id of scene.snapshot.entities.keys()) {
			reader.#examine(id);
			if (++looked % SLICE === 0) await pause();
			if (!signal.aborted) continue;
			reader.dispose();
			return null;
		}
		return reader;
	}

	/** By entity; what an entity says first, then where it stands. */
	get problems(): readonly Problem[] {
		this.#list ??= Object.freeze([...[...this.#problems.values()].flat(), ...this.#findHealed()]);
		return this.#list;
	}

	/** The project has other assets or documents now. */
	setContext(context: ProblemContext): void {
		const before = this.#context;
		this.#context = context;
		const changed = [...this.#referrers].filter(([target]) => isOther(target, before, context));
		this.#examineAll(new Set(changed.flatMap(([, ids]) => [...ids])));
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
		for (const ids of [added, removed])
			for (const target of ids) for (const id of this.#referrers.get(target) ?? []) touched.add(id);
		this.#examineAll(touched);
	}

	/** Tells only where something is or was wrong: most edits change no problem. */
	#examineAll(ids: ReadonlySet<EntityId>): void {
		let differs = this.#hadHealed;
		for (const id of ids) {
			const had = this.#problems.has(id);
			this.#examine(id);
			differs ||= had || this.#problems.has(id);
		}
		this.#hadHealed = this.scene.snapshot.hierarchy.healed.size > 0;
		if (!differs && !this.#hadHealed) return;
		this.#list = undefined;
		this.#changed.emit();
	}

	#examine(id: EntityId): void {
		const { problems, targets } = examine(this.scene, id, this.#context);
		if (problems.length > 0) this.#problems.set(id, problems);
		else this.#problems.delete(id);
		this.#refer(id, targets);
	}

	#refer(id: EntityId, targets: readonly string[]): void {
		for (const target of this.#targets.get(id) ?? []) {
			const referrers = this.#referrers.get(target);
			referrers?.delete(id);
			if (referrers?.size === 0) this.#referrers.delete(target);
		}
		if (targets.length > 0) this.#targets.set(id, targets);
		else this.#targets.delete(id);
		for (const target of targets) {
			const referrers = this.#referrers.get(target);
			if (referrers) referrers.add(id);
			else this.#referrers.set(target, new Set([id]));
		}
	}

	#findHealed(): Problem[] {
		const { snapshot } = this.scene;
		return [...snapshot.hierarchy.healed].map(([id, why]) => healedProblem(snapshot, id, why));
	}
}

/** Whether an asset or a document of this id is another for who names it. */
function isOther(target: string, before: ProblemContext, after: ProblemContext): boolean {
	const [asset, document] = [target as AssetHash, target as DocumentId];
	if (before.assets.get(asset)?.type !== after.assets.get(asset)?.type) return true;
	const [was, is] = [before.allDocuments.get(document), after.allDocuments.get(document)];
	return was?.kind !== is?.kind || was?.title !== is?.title || was?.removed !== is?.removed;
}

/** The problems of a scene as it is now. */
export function findProblems(scene: SceneDocument, context: ProblemContext): readonly Problem[] {
	const reader = new ProblemsReader(scene, context);
	const { problems } = reader;
	reader.dispose();
	return problems;
}
