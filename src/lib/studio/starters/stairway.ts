import type { EntityDraft } from '../../doc/commands/add-entities.ts';
import { group, heaven, lamp, shape, viewpoint, words } from './shapes.ts';
import type { Starter } from './starter.ts';

const STEP_COLORS = ['#4f7cf0', '#5d8bf5', '#6f9cf8', '#83aefa', '#98bffc'] as const;
const GOLD = '#ffc53d';

/** Floating steps up to a flag, with coins on the way: the beginning of a platform game. */
export const stairway: Starter = {
	id: 'stairway',
	models: [],
	build: () => [
		group('Start', [
			shape('Island', 'cylinder', { at: [0, -0.25, 0], size: [5, 0.5, 5], color: '#69b36b', roughness: 0.9 }),
			shape('Rock', 'cone', { at: [0, -1.75, 0], size: [4.6, 2.5, 4.6], color: '#8b7765', tilt: 180 }),
			words('Sign', 'This way up', { at: [-0.4, 0.75, 1.3], height: 0.34, color: '#2b3a67', turn: 12 }),
		]),
		group('Steps', steps(9)),
		group(
			'Goal',
			[
				shape('Platform', 'cylinder', {
					at: [0, -0.2, 0],
					size: [3, 0.4, 3],
					color: '#69b36b',
					roughness: 0.9,
				}),
				shape('Pole', 'cylinder', {
					at: [0, 1.2, 0],
					size: [0.1, 2.4, 0.1],
					color: '#f2f4f8',
					metalness: 0.4,
				}),
				shape('Flag', 'box', { at: [0.5, 2, 0], size: [0.95, 0.6, 0.06], color: '#f0524f' }),
			],
			{ at: [4.4, 3.9, -6.2] },
		),
		group('Bumpers', [
			shape('Ball', 'sphere', { at: [1.3, 0.45, -1.1], size: 0.9, color: '#ff7a59', roughness: 0.25 }),
			shape('Ring', 'torus', {
				at: [-1.2, 0.75, -0.6],
				size: 1.2,
				color: '#b06bf2',
				roughness: 0.3,
				turn: 35,
			}),
		]),
		lamp('Sun', 'directional', {
			color: '#fff3dc',
			intensity: 2.4,
			at: [-4, 8, 5],
			turn: -38,
			tilt: -48,
			castShadow: true,
		}),
		heaven('Sky', {
			sunHeight: 48,
			sunDirection: -38,
			haze: 0.06,
			ground: '#8fa9bd',
			intensity: 0.8,
			exposure: 0.8,
		}),
		viewpoint('Camera', [-4.6, 4.2, 8.4], -32, -12),
	],
};

function steps(count: number): EntityDraft[] {
	return Array.from({ length: count }, (_, i): EntityDraft[] => {
		const angle = 0.35 + i * 0.32;
		const at = [
			round(3.2 * Math.sin(angle) + i * 0.12),
			round(0.4 + i * 0.42),
			round(-1.6 - i * 0.5),
		] as const;
		const color = STEP_COLORS[i % STEP_COLORS.length] ?? STEP_COLORS[0];
		const step = shape(`Step ${i + 1}`, 'box', { at, size: [1.3, 0.25, 1], color, turn: i * 14 });
		if (i % 2 === 0) return [step];
		const above = [at[0], round(at[1] + 0.65), at[2]] as const;
		const coin = shape(`Coin ${(i + 1) / 2}`, 'cylinder', {
			at: above,
			size: [0.5, 0.08, 0.5],
			color: GOLD,
			metalness: 0.7,
			roughness: 0.3,
			tilt: 90,
			turn: i * 25,
		});
		return [step, coin];
	}).flat();
}

const round = (n: number): number => Number(n.toFixed(3));
