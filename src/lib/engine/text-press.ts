import type { TextPress } from './scene/texts.ts';
import { decodeDataUrl } from './data-url.ts';

/** Of the typeface's em. */
const SPACE_WIDTH = 0.28;

/** The shipped typeface and what sets it, in a chunk of their own. */
export async function loadTextPress(): Promise<TextPress> {
	const [{ Font }, { TextGeometry }, { default: typeface }] = await Promise.all([
		import('three/addons/loaders/FontLoader.js'),
		import('three/addons/geometries/TextGeometry.js'),
		import('@pmndrs/assets/fonts/inter_medium.json.js'),
	]);
	const data = JSON.parse(new TextDecoder().decode(decodeDataUrl(typeface))) as ConstructorParameters<
		typeof Font
	>[0];
	// The typeface was cut down to what can be seen: without this a space is set as a question mark.
	data.glyphs[' '] ??= { ha: Math.round(data.resolution * SPACE_WIDTH), x_min: 0, x_max: 0, o: '' };
	return { font: new Font(data), TextGeometry };
}
