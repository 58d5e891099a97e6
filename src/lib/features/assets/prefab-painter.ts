import type { Clock } from '#lib/base/clock.ts';
import { Disposer, type Dispose } from '#lib/base/disposer.ts';
import { Emitter } from '#lib/base/emitter.ts';
import { isAssetHash, type AssetHash, type DocumentId } from '#lib/base/ids.ts';
import { prefabsIn } from '#lib/doc/commands/check-prefab.ts';
import type { SceneSnapshot } from '#lib/doc/scene.ts';
import type { ViewportTheme } from '#lib/engine/viewport-port.ts';
import { CARD_SIZE } from '#lib/studio/card-size.ts';
import type { LatePainter } from '#lib/studio/late-painter.ts';
import type { ProjectSession } from '#lib/studio/project-session.svelte.ts';
import { showScene } from '#lib/studio/shown-scene.ts';

/** A change is drawn when there was none for so long: a drag changes it many times a second. */
export const QUIET_MS = 800;
/** What shows more takes longer to draw than a glance is worth. */
export const MAX_DRAWN_ENTITIES = 4000;

type Options = {
	readonly session: Pick<ProjectSession, 'prefabs' | 'assets'>;
	readonly theme: () => ViewportTheme;
	readonly clock: Clock;
	readonly painter: Pick<LatePainter, 'bring'>;
};

/** Draws prefabs with all they hold, and tells which look otherwise since. */
export class PrefabPainter {
	#options: Options;
	#changed = new Emitter<DocumentId>();
	/** What each was drawn from: prefabs, itself among them, and assets. */
	#drawnFrom = new Map<DocumentId, ReadonlySet<DocumentId | AssetHash>>();
	#restless = new Map<DocumentId, Dispose>();
	#disposer = new Disposer();

	constructor(options: Options) {
		this.#options = options;
		const { prefabs, assets } = options.session;
		this.#disposer.add(prefabs.onChange(({ id }) => this.#touch(id)));
		this.#disposer.add(assets.onArrived((hash) => this.#touch(hash)));
	}

	/** Told once it rests. */
	onChanged(listener: (id: DocumentId) => void): Dispose {
		return this.#changed.on(listener);
	}

	/** Null: there is nothing to see of it, or not on this device. */
	async draw(id: DocumentId): Promise<Blob | 'missing' | null> {
		const { session, theme, painter } = this.#options;
		const source = session.prefabs.find(id);
		this.#drawnFrom.set(id, new Set([id]));
		if (!source) return 'missing';
		const scene = showScene(source.snapshot, session.prefabs, { self: id });
		this.#drawnFrom.set(id, new Set([...this.#prefabsWithin(id), ...assetsIn(scene)]));
		if (scene.entities.size === 0 || scene.entities.size > MAX_DRAWN_ENTITIES) return null;
		const engine = await painter.bring();
		const drawn = await engine.scene(scene, {
			...CARD_SIZE,
			assets: session.assets,
			theme: theme(),
			bare: true,
		});
		return drawn.ok ? drawn.value : null;
	}

	dispose(): void {
		this.#disposer.dispose();
		for (const stop of this.#restless.values()) stop();
		this.#changed.clear();
	}

	#touch(what: DocumentId | AssetHash): void {
		for (const [id, from] of this.#drawnFrom) {
			if (!from.has(what)) continue;
			this.#restless.get(id)?.();
			const tell = () => {
				this.#restless.delete(id);
				this.#changed.emit(id);
			};
			this.#restless.set(id, this.#options.clock.after(QUIET_MS, tell));
		}
	}

	#prefabsWithin(id: DocumentId): ReadonlySet<DocumentId> {
		const within = new Set([id]);
		// A set that grows while it is gone through is gone through to its end.
		for (const each of within) {
			const source = this.#options.session.prefabs.find(each);
			if (source) for (const inner of prefabsIn(source.snapshot)) within.add(inner);
		}
		return within;
	}
}

function assetsIn({ entities }: SceneSnapshot): Set<AssetHash> {
	const found = new Set<AssetHash>();
	entities.forEach(({ values }) => {
		for (const value of Object.values(values)) if (isAssetHash(value)) found.add(value);
	});
	return found;
}
