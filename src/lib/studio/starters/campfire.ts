import type { EntityDraft } from '../../doc/commands/add-entities.ts';
import { group, heaven, lamp, model, shape, viewpoint, type Point } from './shapes.ts';
import { hashOf, type Starter } from './starter.ts';

const BARK = '#6b4a33';
const NEEDLES = ['#2f5d43', '#386b4c', '#29543c'] as const;
const STONE = '#8a8f98';

/** A clearing at dusk: fire, stones, firs, and somebody warming up. */
export const campfire: Starter = {
	id: 'campfire',
	models: ['bunny'],
	build: (models) => [
		shape('Meadow', 'cylinder', {
			at: [0, -0.15, 0],
			size: [22, 0.3, 22],
			color: '#4f6b46',
			roughness: 0.95,
		}),
		fire(),
		group('Seats', [
			shape('Bench', 'cylinder', {
				at: [2.3, 0.28, 0.6],
				size: [0.55, 2, 0.55],
				color: BARK,
				tilt: 90,
				turn: 12,
			}),
			shape('Stump', 'cylinder', { at: [-1.7, 0.25, 1.5], size: [0.7, 0.5, 0.7], color: BARK }),
		]),
		model('Bunny', hashOf(models, 'bunny'), { at: [-1.7, 1.05, 1.5], size: 1.1, turn: 130 }),
		group('Firs', [
			fir(1, [-4.6, 0, -2.4], 1.25),
			fir(2, [-2.4, 0, -4.8], 1.55),
			fir(3, [0.9, 0, -5.6], 1.2),
			fir(4, [3.9, 0, -4.2], 1.45),
			fir(5, [5.8, 0, -1], 1.1),
			fir(6, [-6.4, 0, 1.4], 1.35),
		]),
		lamp('Evening air', 'ambient', { color: '#9db4e8', intensity: 0.7, at: [0, 4, 0] }),
		heaven('Dusk', {
			sunHeight: 6,
			sunDirection: 150,
			haze: 0.35,
			ground: '#5d6a4c',
			intensity: 0.8,
			exposure: 0.9,
		}),
		lamp('Last sun', 'directional', {
			color: '#ffb27a',
			intensity: 2,
			at: [4, 4, -8],
			turn: 150,
			tilt: -18,
			castShadow: true,
		}),
		viewpoint('Camera', [3.4, 2.6, 6.6], 27, -14),
	],
};

function fire(): EntityDraft {
	return group('Fire', [
		...ring(9, 0.95).map(([x, , z], i) =>
			shape(`Stone ${i + 1}`, 'sphere', {
				at: [x, 0.1, z],
				size: [0.36, 0.26, 0.32],
				color: STONE,
				roughness: 0.9,
			}),
		),
		shape('Log', 'cylinder', {
			at: [0, 0.16, 0],
			size: [0.18, 1.3, 0.18],
			color: BARK,
			tilt: 82,
			turn: 20,
		}),
		shape('Log 2', 'cylinder', {
			at: [0, 0.2, 0],
			size: [0.16, 1.2, 0.16],
			color: BARK,
			tilt: 80,
			turn: 95,
		}),
		shape('Log 3', 'cylinder', {
			at: [0, 0.24, 0],
			size: [0.15, 1.1, 0.15],
			color: BARK,
			tilt: 78,
			turn: 150,
		}),
		shape('Flame', 'cone', { at: [0, 0.75, 0], size: [0.55, 1, 0.55], color: '#ff9a3c', roughness: 1 }),
		shape('Ember', 'cone', {
			at: [0.12, 0.6, 0.12],
			size: [0.35, 0.65, 0.35],
			color: '#ffd166',
			roughness: 1,
		}),
		lamp('Firelight', 'point', { color: '#ff9d4d', intensity: 26, at: [0, 1.3, 0] }),
	]);
}

function fir(number: number, at: Point, size: number): EntityDraft {
	const color = NEEDLES[number % NEEDLES.length] ?? NEEDLES[0];
	return group(
		`Fir ${number}`,
		[
			shape('Trunk', 'cylinder', { at: [0, 0.4, 0], size: [0.28, 0.8, 0.28], color: BARK }),
			shape('Lower boughs', 'cone', { at: [0, 1.25, 0], size: [1.7, 1.3, 1.7], color }),
			shape('Middle boughs', 'cone', { at: [0, 2, 0], size: [1.3, 1.15, 1.3], color }),
			shape('Top', 'cone', { at: [0, 2.65, 0], size: [0.85, 1, 0.85], color }),
		],
		{ at, size, turn: number * 37 },
	);
}

function ring(count: number, radius: number): Point[] {
	return Array.from({ length: count }, (_, i) => {
		const angle = (i / count) * Math.PI * 2;
		return [round(Math.cos(angle) * radius), 0, round(Math.sin(angle) * radius)] as const;
	});
}

const round = (n: number): number => Number(n.toFixed(3));
