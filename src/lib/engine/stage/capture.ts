import { type PerspectiveCamera, Vector2, type WebGLRenderer } from 'three';
import { HELPER_LAYER } from '../scene/layers.ts';
import type { Stage } from './stage.ts';

export type PictureSize = { readonly width: number; readonly height: number };

/** Draws the stage without what is the editor's, at a size of its own. The caller restores the renderer's size. */
export function capture(
	renderer: WebGLRenderer,
	stage: Stage,
	camera: PerspectiveCamera,
	{ width, height }: PictureSize,
): Promise<Blob> {
	const ratio = renderer.getPixelRatio();
	const size = renderer.getSize(new Vector2());
	const shot = camera.clone();
	shot.layers.disable(HELPER_LAYER);
	shot.aspect = width / height;
	shot.updateProjectionMatrix();
	stage.overlay.visible = false;
	renderer.setPixelRatio(1);
	renderer.setSize(width, height, false);
	renderer.render(stage.scene, shot);
	// Read in the same task, before the browser may clear the drawing buffer.
	const blob = toBlob(renderer.domElement, { width, height });
	stage.overlay.visible = true;
	renderer.setPixelRatio(ratio);
	renderer.setSize(size.x, size.y, false);
	return blob;
}

/** What is on a canvas right now, encoded. */
export function toBlob(source: HTMLCanvasElement, { width, height }: PictureSize): Promise<Blob> {
	const copy = document.createElement('canvas');
	copy.width = width;
	copy.height = height;
	copy.getContext('2d')?.drawImage(source, 0, 0);
	return new Promise((resolve, reject) => {
		// Browsers without WebP encoding answer with PNG.
		copy.toBlob(
			(blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be encoded.'))),
			'image/webp',
			0.86,
		);
	});
}
