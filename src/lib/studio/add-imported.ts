import type { AssetEntry } from '../doc/project.ts';
import type { SceneSession } from './scene-session.svelte.ts';

type Point = readonly [number, number, number];

/** Metres between things imported together. */
const STEP_M = 2;
const LEAST_COLUMNS = 4;

/** Puts imported assets into a scene, in rows so that none hides in another and all are near, and selects them. */
export function addImported(scene: SceneSession, assets: readonly AssetEntry[], [x, y, z]: Point): void {
	const columns = Math.max(LEAST_COLUMNS, Math.ceil(Math.sqrt(assets.length)));
	const added = assets.flatMap((asset, i) => {
		const at: Point = [x + (i % columns) * STEP_M, y, z + Math.floor(i / columns) * STEP_M];
		const one = scene.addAsset(asset, at);
		return one.ok ? [one.value] : [];
	});
	// One that was refused leaves what was selected.
	if (added.length > 0) scene.selection.set(added);
}
