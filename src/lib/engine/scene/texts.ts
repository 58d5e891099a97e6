import type { BufferGeometry } from 'three';
import type { Font } from 'three/addons/loaders/FontLoader.js';
import type { TextGeometry } from 'three/addons/geometries/TextGeometry.js';
import { SharedPool } from './shared-pool.ts';

export type TextLook = { readonly content: string; readonly size: number; readonly depth: number };

/** What it takes to turn words into geometry; loaded when the first text is shown. */
export type TextPress = { readonly font: Font; readonly TextGeometry: typeof TextGeometry };

const CURVE_SEGMENTS = 6;

const textKey = (look: TextLook): string => `${look.size}|${look.depth}|${look.content}`;

/** Geometry of texts, shared by what they say; empty until the typeface is here. */
export class Texts {
	#loadPress: () => Promise<TextPress>;
	#onReady: () => void;
	#press: TextPress | undefined;
	#loading: Promise<void> | undefined;
	#pool = new SharedPool<BufferGeometry>((geometry) => geometry.dispose());

	constructor(loadPress: () => Promise<TextPress>, onReady: () => void) {
		this.#loadPress = loadPress;
		this.#onReady = onReady;
	}

	/** undefined while the typeface is loading; `onReady` tells when to ask again. */
	acquire(look: TextLook): BufferGeometry | undefined {
		const press = this.#press;
		if (!press) {
			this.#loading ??= this.#load();
			return undefined;
		}
		return this.#pool.acquire(textKey(look), () => setText(press, look));
	}

	release(look: TextLook): void {
		this.#pool.release(textKey(look));
	}

	get loading(): boolean {
		return this.#loading !== undefined && this.#press === undefined;
	}

	/** Resolves when the typeface, if any text asked for it, is here. */
	async idle(): Promise<void> {
		await this.#loading;
	}

	dispose(): void {
		this.#pool.dispose();
	}

	async #load(): Promise<void> {
		try {
			this.#press = await this.#loadPress();
			this.#onReady();
		} catch {
			// The chunk could not be loaded (offline, not cached yet): the next text asks again.
			this.#loading = undefined;
		}
	}
}

/** The words as geometry, centred. */
export function setText(press: TextPress, look: TextLook): BufferGeometry {
	const geometry = new press.TextGeometry(printable(press.font, look.content), {
		font: press.font,
		size: look.size,
		depth: look.depth,
		curveSegments: CURVE_SEGMENTS,
		bevelEnabled: look.depth > 0,
		bevelThickness: Math.min(look.depth, look.size) * 0.06,
		bevelSize: look.size * 0.012,
		bevelSegments: 2,
	});
	return geometry.center();
}

/** The typeface complains loudly about letters it lacks: they become question marks first. */
function printable(font: Font, content: string): string {
	const glyphs = font.data.glyphs as Readonly<Record<string, unknown>>;
	return [...content]
		.map((letter) => (letter === '\n' || Object.hasOwn(glyphs, letter) ? letter : '?'))
		.join('');
}
