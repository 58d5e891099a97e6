import type { Gradient } from '#lib/base/gradient.ts';

/** A gradient as a CSS background, from left to right over the squares that show what is seen through. */
export function gradientImage(gradient: Gradient): string {
	const stops = gradient.map(({ at, color, opacity }) => `${color}${hex(opacity)} ${percent(at)}%`);
	// One stop alone is no gradient to CSS.
	const all = stops.length === 1 ? [...stops, ...stops] : stops;
	return `linear-gradient(to right, ${all.join(', ')}), repeating-conic-gradient(#8886 0 25%, #fff6 0 50%) 0 0 / 10px 10px`;
}

const percent = (at: number): number => Number((at * 100).toFixed(2));
const hex = (opacity: number): string =>
	Math.round(opacity * 255)
		.toString(16)
		.padStart(2, '0');
