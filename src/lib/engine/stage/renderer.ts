import { ACESFilmicToneMapping, type Camera, PCFShadowMap, type Scene, WebGLRenderer } from 'three';
import type { Dispose } from '../../base/disposer.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { NoViewport } from '../viewport-port.ts';

export type RendererOptions = { readonly canvas: HTMLCanvasElement; readonly alpha?: boolean };

/** A WebGL 2 renderer with the house's tone, or why there is none. */
export function createRenderer({
	canvas,
	alpha = false,
}: RendererOptions): Result<WebGLRenderer, NoViewport> {
	// Asked here first: three.js would report the refusal on the console.
	const attributes: WebGLContextAttributes = { alpha, antialias: true, powerPreference: 'high-performance' };
	const context = canvas.getContext('webgl2', { ...attributes, depth: true, stencil: false });
	if (!context) return err(NO_WEBGL);
	try {
		const renderer = new WebGLRenderer({ canvas, context, alpha, antialias: true });
		renderer.toneMapping = ACESFilmicToneMapping;
		renderer.toneMappingExposure = 1;
		renderer.shadowMap.enabled = true;
		renderer.shadowMap.type = PCFShadowMap;
		renderer.shadowMap.autoUpdate = false;
		// One frame may take several passes; each frame resets the counts itself.
		renderer.info.autoReset = false;
		return ok(renderer);
	} catch {
		// The context exists but is unusable (lost at once, driver refused): the same to the user.
		return err(NO_WEBGL);
	}
}

/** Draws one frame; tells what it took. */
export function draw(renderer: WebGLRenderer, scene: Scene, camera: Camera) {
	renderer.info.reset();
	renderer.render(scene, camera);
	const { calls: draws, triangles } = renderer.info.render;
	return { draws, triangles };
}

/** Sharper than twice is not seen, and costs. */
export const pixelRatio = (): number => Math.min(devicePixelRatio, 2);

/** Asks the browser to give a lost context back; tells when it is lost, and when it is back. */
export function keepContext(canvas: HTMLCanvasElement, onChange: (lost: boolean) => void): Dispose {
	const lost = (event: Event) => {
		event.preventDefault();
		onChange(true);
	};
	const restored = () => onChange(false);
	canvas.addEventListener('webglcontextlost', lost);
	canvas.addEventListener('webglcontextrestored', restored);
	return () => {
		canvas.removeEventListener('webglcontextlost', lost);
		canvas.removeEventListener('webglcontextrestored', restored);
	};
}

/** Whether the graphics card took everything back: whatever is drawn now is empty. */
export const hasLostContext = (renderer: WebGLRenderer): boolean => renderer.getContext().isContextLost();

const NO_WEBGL: NoViewport = {
	reason: 'no-webgl',
	message:
		'This browser cannot draw in 3D (WebGL 2 is off or missing). Turn on hardware acceleration in its settings, or open the project in another browser. Everything but the viewport works.',
};
