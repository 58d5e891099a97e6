import type { ViewportTheme } from '#lib/engine/viewport-port.ts';
import type { VersionInfo } from '#lib/storage/ports.ts';
import { LatePainter } from '#lib/studio/late-painter.ts';
import type { ProjectSession } from '#lib/studio/project-session.svelte.ts';
import { showScene } from '#lib/studio/shown-scene.ts';

/** Twice the row's size in CSS pixels, for dense screens. */
const SIZE = { width: 128, height: 96 };
/** Of its state. What is larger takes longer to open than a glance is worth, and the page would stand still. */
export const MAX_DRAWN_BYTES = 256 * 1024;

type Options = {
	readonly session: Pick<ProjectSession, 'versions' | 'prefabs' | 'assets'>;
	readonly theme: () => ViewportTheme;
	readonly painter?: Pick<LatePainter, 'bring' | 'dispose'>;
};

/** Draws what a version shows, from the front right: scenes and prefabs, with the prefabs as they are now. */
export class VersionPainter {
	#options: Options;
	#painter: Pick<LatePainter, 'bring' | 'dispose'>;

	constructor(options: Options) {
		this.#options = options;
		this.#painter = options.painter ?? new LatePainter();
	}

	/** Null: there is nothing to see of it, or not on this device. */
	async draw(version: VersionInfo): Promise<Blob | null> {
		if (version.bytes > MAX_DRAWN_BYTES) return null;
		if (version.kind !== 'scene' && version.kind !== 'prefab') return null;
		const { versions, prefabs, assets } = this.#options.session;
		const opened = await versions.open(version);
		if (!opened.ok) return null;
		opened.value.document.destroy();
		const { content } = opened.value;
		if (content.kind !== 'scene' && content.kind !== 'prefab') return null;
		const self = version.kind === 'prefab' ? { self: version.documentId } : {};
		const scene = showScene(content.snapshot, prefabs, self);
		const painter = await this.#painter.bring();
		const drawn = await painter.scene(scene, { ...SIZE, assets, theme: this.#options.theme() });
		return drawn.ok ? drawn.value : null;
	}

	/** Gives the engine's renderer back. */
	dispose(): Promise<void> {
		return this.#painter.dispose();
	}
}
