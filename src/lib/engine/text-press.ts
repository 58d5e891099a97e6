import type { TextPress } from './scene/texts.ts';
import { decodeDataUrl } from './data-url.ts';

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
	return { font: new Font(data), TextGeometry };
}
