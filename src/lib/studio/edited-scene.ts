import { Disposer } from '../base/disposer.ts';
import type { EntityId } from '../base/ids.ts';
import type { LiveDocument } from '../doc/live-document.ts';
import { SceneDocument, type SceneSnapshot } from '../doc/scene.ts';
import type { Viewport } from '../engine/viewport-port.ts';
import { changeOf, editOf } from '../runtime/live/game-edit.ts';
import type { GameLoop } from '../runtime/loop/game-loop.ts';
import { outlined } from '../runtime/world/game-data.ts';
import type { ProjectSession } from './project-session.svelte.ts';
import { ShownScene } from './shown-scene.ts';
import { outlinedPrefabs, plainPrefabs, spawnable, type Spawnable } from './spawnable.ts';

type Prefabs = ProjectSession['prefabs'];

/** What is edited of a scene while it plays, by whomever, until it is brought into the game. */
export class EditedScene {
	#prefabs: Prefabs;
	#shown: ShownScene;
	/** As the game has it. */
	#base: SceneSnapshot;
	#touched = new Set<EntityId>();
	#disposer = new Disposer();

	/** `begun`: as the game began with it; `onchange`: so many entities are otherwise now. */
	constructor(
		document: LiveDocument,
		prefabs: Prefabs,
		begun: SceneSnapshot,
		onchange: (count: number) => void,
	) {
		const scene = new SceneDocument(document);
		this.#prefabs = prefabs;
		this.#shown = new ShownScene(scene, prefabs);
		this.#base = begun;
		this.#disposer.add(() => scene.dispose());
		this.#disposer.add(() => this.#shown.dispose());
		this.#disposer.add(
			this.#shown.onChange(({ added, removed, changed }) => {
				for (const id of [...added, ...removed, ...changed.keys()]) this.#touched.add(id);
				onchange(this.count);
			}),
		);
		// Somebody may have edited it while the game got ready.
		const now = this.#shown.snapshot;
		if (now !== begun)
			for (const id of [...begun.entities.keys(), ...now.entities.keys()]) this.#touched.add(id);
		if (this.count > 0) onchange(this.count);
	}

	/** How many entities are otherwise than the game was told. */
	get count(): number {
		for (const id of this.#touched)
			if (changeOf(this.#base, this.#shown.snapshot, id) === undefined) this.#touched.delete(id);
		return this.#touched.size;
	}

	/** Brings it into the game, as it is now; answers how many hang on something else, which the game does not follow. */
	async bringIn(loop: GameLoop, viewport: Pick<Viewport, 'outlinesOf'>): Promise<number> {
		const snapshot = this.#shown.snapshot;
		const { edit, moved } = editOf(this.#base, snapshot, this.#touched);
		this.#base = snapshot;
		this.#touched.clear();
		const prefabs = spawnable(snapshot, this.#prefabs);
		await loop.edit({ ...edit, prefabs: plainPrefabs(prefabs) });
		await this.#bringOutlines(
			prefabs,
			[...edit.added.flatMap(({ entities }) => entities), ...edit.changed].map(({ id }) => id as EntityId),
			loop,
			viewport,
		);
		return moved.length;
	}

	dispose(): void {
		this.#disposer.dispose();
	}

	/** What collides as it is seen can only be looked at once the picture has it. */
	async #bringOutlines(
		prefabs: Spawnable,
		ids: readonly EntityId[],
		loop: GameLoop,
		viewport: Pick<Viewport, 'outlinesOf'>,
	): Promise<void> {
		const seen = new Set(outlined(this.#base));
		const outlines = await viewport.outlinesOf(ids.filter((id) => seen.has(id)));
		const changed = [...outlines].map(([id, outline]) => ({ id, values: {}, outline }));
		const isSeen = [...prefabs.values()].some((shown) => outlined(shown).length > 0);
		const more = isSeen && { prefabs: await outlinedPrefabs(prefabs, viewport) };
		if (changed.length > 0 || more) await loop.edit({ added: [], removed: [], changed, ...more });
	}
}
