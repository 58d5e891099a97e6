import type { Result } from '../base/result.ts';
import { ok } from '../base/result.ts';
import { createRenderer } from './stage/renderer.ts';
import type { NoViewport, Viewport, ViewportOptions } from './viewport-port.ts';
import { WebglViewport } from './webgl-viewport.ts';

/** Opens the picture of a scene on a canvas; without WebGL 2, says so. */
export function createViewport(options: ViewportOptions): Result<Viewport, NoViewport> {
	const renderer = createRenderer({ canvas: options.canvas });
	return renderer.ok ? ok(new WebglViewport(options, renderer.value)) : renderer;
}
