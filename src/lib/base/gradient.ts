import { isList, isPlainWith, isWithin } from './curve.ts';

/** Colours that go over into one another from 0 to 1; before the first and behind the last it stays as it is there. */
export type Gradient = readonly GradientStop[];
export type GradientStop = {
	readonly at: number;
	/** Like “#e8b04b”. */
	readonly color: string;
	readonly opacity: number;
};

const COLOR = /^#[0-9a-f]{6}$/;

/** Whether anything is a gradient. Never throws. */
export function isGradient(value: unknown): value is Gradient {
	if (!isList(value)) return false;
	let before = 0;
	// Not `every`: it would skip holes.
	for (let i = 0; i < value.length; i++) {
		const stop = value[i];
		if (!isPlainWith(stop, 3)) return false;
		const { at, color, opacity } = stop;
		if (!isWithin(at, before, 1) || !isWithin(opacity, 0, 1)) return false;
		if (typeof color !== 'string' || !COLOR.test(color)) return false;
		before = at;
	}
	return true;
}

/** What a gradient is at a place from 0 to 1. Colours are mixed as they are written: in sRGB, as browsers do. */
export function gradientAt(gradient: Gradient, at: number): { color: string; opacity: number } {
	const next = gradient.findIndex((stop) => stop.at > at);
	const from = gradient[next < 0 ? gradient.length - 1 : Math.max(0, next - 1)];
	const to = gradient[next];
	if (!from) return { color: '#000000', opacity: 0 };
	if (!to || next === 0) return { color: from.color, opacity: from.opacity };
	const t = (at - from.at) / (to.at - from.at);
	return { color: mix(from.color, to.color, t), opacity: from.opacity + (to.opacity - from.opacity) * t };
}

function mix(from: string, to: string, t: number): string {
	const channels = [1, 3, 5].map((start) => {
		const [a, b] = [from, to].map((color) => Number.parseInt(color.slice(start, start + 2), 16)) as [
			number,
			number,
		];
		return Math.round(a + (b - a) * t)
			.toString(16)
			.padStart(2, '0');
	});
	return `#${channels.join('')}`;
}
