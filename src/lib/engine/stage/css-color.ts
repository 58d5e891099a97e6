import { Color, SRGBColorSpace } from 'three';

/** A CSS colour as people write it today; three.js knows only the comma form of `hsl()`. */
export function parseCssColor(css: string): Color {
	const modern = /^hsla?\(\s*([\d.+-]+)(?:deg)?\s+([\d.]+)%\s+([\d.]+)%(?:\s*\/[^)]*)?\s*\)$/i.exec(
		css.trim(),
	);
	if (!modern) return new Color(css);
	const [, hue = 0, saturation = 0, lightness = 0] = modern.map(Number);
	return new Color().setHSL(
		(((hue % 360) + 360) % 360) / 360,
		saturation / 100,
		lightness / 100,
		SRGBColorSpace,
	);
}
