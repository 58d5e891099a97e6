import { Disposer, type Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { ExpandedChanges, ExpandedScene } from '../doc/prefabs/expanded-scene.ts';
import { expandPrefabs, PrefabExpansion, type ExpansionOptions } from '../doc/prefabs/prefab-expansion.ts';
import type { PrefabProblem } from '../doc/prefabs/prefab-problem.ts';
import type { SceneChanges, SceneDocument, SceneSnapshot } from '../doc/scene.ts';
import type { Prefabs } from './project-prefabs.ts';

/**
 * A scene as screens show it: with what its instances of prefabs hold. What is out of a prefab goes by its path where
 * others go by their id, so that trees, pictures and selections need to know nothing of it; `isEntityPath` tells.
 */
export class ShownScene {
	#expansion: PrefabExpansion;
	#snapshot: SceneSnapshot;
	#changed = new Emitter<SceneChanges>();
	#disposer = new Disposer();

	constructor(scene: SceneDocument, prefabs: Prefabs) {
		const { id, kind } = scene.document;
		const options = kind === 'prefab' ? { self: id } : {};
		this.#expansion = new PrefabExpansion(scene.snapshot, prefabs.find, options);
		this.#snapshot = asShown(this.#expansion.snapshot, scene.snapshot);
		this.#disposer.add(
			scene.onChange((changes) => {
				this.#take(this.#expansion.sceneChanged(changes), changes.snapshot, changes.local);
			}),
		);
		this.#disposer.add(
			prefabs.onChange(({ id, changes }) => {
				const local = changes?.local ?? false;
				this.#take(this.#expansion.sourceChanged(id, changes), scene.snapshot, local);
			}),
		);
	}

	get snapshot(): SceneSnapshot {
		return this.#snapshot;
	}

	/** Why instances do not show what one would think. */
	get problems(): readonly PrefabProblem[] {
		return this.#expansion.snapshot.problems;
	}

	onChange(listener: (changes: SceneChanges) => void): Dispose {
		return this.#changed.on(listener);
	}

	dispose(): void {
		this.#disposer.dispose();
		this.#changed.clear();
	}

	#take(changes: ExpandedChanges, scene: SceneSnapshot, local: boolean): void {
		const shown = asShown(changes.snapshot, scene);
		// The same tree is the same object: lists are made anew only where it is another.
		const isSameTree = !changes.hierarchy && shown !== scene;
		const { hierarchy } = this.#snapshot;
		this.#snapshot = isSameTree ? Object.freeze({ entities: shown.entities, hierarchy }) : shown;
		this.#changed.emit({ ...(changes as unknown as SceneChanges), snapshot: this.#snapshot, local });
	}
}

/** A scene as screens show it, at one moment. */
export const showScene = (
	scene: SceneSnapshot,
	{ find }: Pick<Prefabs, 'find'>,
	options?: ExpansionOptions,
) => asShown(expandPrefabs(scene, find, options), scene);

/** The scene itself while no instance shows anything. */
const asShown = (expanded: ExpandedScene, scene: SceneSnapshot): SceneSnapshot =>
	expanded.entities.size === scene.entities.size ? scene : (expanded as unknown as SceneSnapshot);
