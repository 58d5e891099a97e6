import { seededRandom } from '#lib/base/random.ts';

/** How a ready-made effect sounds: notes one after the other, each going from one pitch to another, Hz. */
type Recipe = {
	readonly notes: readonly (readonly [from: number, to: number, seconds: number])[];
	readonly wave: 'sine' | 'square' | 'saw' | 'noise';
	/** 0 to 1. */
	readonly volume: number;
};

const RECIPES: Readonly<Record<string, Recipe>> = {
	pickup: { notes: [[880, 880, 0.06], [1320, 1320, 0.14]], wave: 'square', volume: 0.35 }, // prettier-ignore
	jump: { notes: [[220, 620, 0.18]], wave: 'square', volume: 0.35 },
	hit: { notes: [[900, 200, 0.12]], wave: 'noise', volume: 0.7 },
	hurt: { notes: [[320, 110, 0.25]], wave: 'saw', volume: 0.45 },
	explosion: { notes: [[1400, 40, 0.9]], wave: 'noise', volume: 1 },
	shoot: { notes: [[1200, 180, 0.16]], wave: 'saw', volume: 0.4 },
	click: { notes: [[1500, 1100, 0.03]], wave: 'sine', volume: 0.6 },
	'power-up': { notes: [[330, 440, 0.1], [440, 660, 0.1], [660, 990, 0.2]], wave: 'square', volume: 0.35 }, // prettier-ignore
	win: { notes: [[523, 523, 0.12], [659, 659, 0.12], [784, 784, 0.12], [1047, 1047, 0.4]], wave: 'square', volume: 0.35 }, // prettier-ignore
	lose: { notes: [[392, 392, 0.18], [330, 330, 0.18], [262, 196, 0.5]], wave: 'square', volume: 0.35 }, // prettier-ignore
	step: { notes: [[260, 90, 0.07]], wave: 'noise', volume: 0.5 },
	door: {
		notes: [
			[110, 70, 0.25],
			[180, 60, 0.12],
		],
		wave: 'saw',
		volume: 0.5,
	},
};

/** The samples of a ready-made effect, −1 to 1, always the same; null for what is none. */
export function makeEffect(name: string, rate: number): Float32Array<ArrayBuffer> | null {
	const recipe = Object.hasOwn(RECIPES, name) ? RECIPES[name] : undefined;
	if (!recipe) return null;
	const seconds = recipe.notes.reduce((sum, [, , length]) => sum + length, 0);
	const samples = new Float32Array(Math.ceil(seconds * rate));
	const random = seededRandom(1);
	let [at, turns, held] = [0, 0, 0];
	for (const [from, to, length] of recipe.notes) {
		const count = Math.floor(length * rate);
		for (let i = 0; i < count && at < samples.length; i++) {
			const share = i / count;
			const before = Math.floor(turns * 2);
			turns += (from * (to / from) ** share) / rate;
			if (Math.floor(turns * 2) !== before) held = random() * 2 - 1;
			// Neither begins nor ends with a click.
			const loudness = Math.min(1, i / (0.004 * rate)) * (1 - share) ** 1.5;
			samples[at++] = waveAt(recipe.wave, turns % 1, held) * loudness * recipe.volume;
		}
	}
	return samples;
}

function waveAt(wave: Recipe['wave'], turn: number, held: number): number {
	if (wave === 'noise') return held;
	if (wave === 'square') return turn < 0.5 ? 0.6 : -0.6;
	return wave === 'saw' ? turn * 2 - 1 : Math.sin(turn * 2 * Math.PI);
}
