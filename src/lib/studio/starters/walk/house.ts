import type { EntityDraft } from '../../../doc/commands/add-entities.ts';
import { glowing, solid } from '../game-parts.ts';
import { group, shape, type Point } from '../shapes.ts';

const WALL = '#6d6a78';
const WOOD = '#5d4330';

/** A hall with a room to either side; the door is at its far end. */
export const house = (): EntityDraft =>
	group('House', [
		group('Floors', [
			solid(
				shape('Boards', 'box', {
					at: [0, -0.1, -0.5],
					size: [19, 0.2, 19.4],
					color: '#6a4d38',
					roughness: 0.7,
				}),
			),
			solid(
				shape('Ground', 'box', { at: [0, -0.62, -20], size: [80, 1, 80], color: '#2c3a33', roughness: 1 }),
			),
			solid(
				shape('Doorstep', 'box', {
					at: [0, -0.15, -11.6],
					size: [4, 0.2, 3],
					color: '#77757c',
					roughness: 0.9,
				}),
			),
			shape('Carpet', 'box', { at: [0, 0.01, -0.5], size: [1.6, 0.02, 17], color: '#7d2f33', roughness: 1 }),
		]),
		shape('Ceiling', 'box', { at: [0, 3.1, -0.5], size: [19, 0.2, 19.4], color: '#3b3945', roughness: 1 }),
		group('Walls', walls()),
		group('Furniture', furniture()),
		group('Garden', garden()),
	]);

function walls(): EntityDraft[] {
	return [
		wall('Back wall', [0, 9], [19, 0.2]),
		// The hall, with a way to each side.
		wall('Hall wall 1', [-2.2, 6.2], [0.2, 5.6]),
		wall('Hall wall 2', [-2.2, -4.6], [0.2, 10.8]),
		wall('Hall wall 3', [2.2, 2.2], [0.2, 13.6]),
		wall('Hall wall 4', [2.2, -8.2], [0.2, 3.6]),
		// The rooms.
		wall('Left room wall', [-9.2, 1.5], [0.2, 7.4]),
		wall('Left room near wall', [-5.7, 5], [7, 0.2]),
		wall('Left room far wall', [-5.7, -2], [7, 0.2]),
		wall('Right room wall', [9.2, -4.5], [0.2, 7.4]),
		wall('Right room near wall', [5.7, -1], [7, 0.2]),
		wall('Right room far wall', [5.7, -8], [7, 0.2]),
		// Around the door.
		wall('Front wall on the left', [-1.65, -10], [1.1, 0.3]),
		wall('Front wall on the right', [1.65, -10], [1.1, 0.3]),
		shape('Lintel', 'box', { at: [0, 2.8, -10], size: [2.2, 0.4, 0.3], color: WALL, roughness: 0.95 }),
	];
}

const wall = (name: string, [x, z]: readonly [number, number], [width, depth]: readonly [number, number]) =>
	solid(shape(name, 'box', { at: [x, 1.5, z], size: [width, 3, depth], color: WALL, roughness: 0.95 }));

const furniture = (): EntityDraft[] => [
	table('Left table', [-7.6, 3.6]),
	table('Right table', [7.6, -6.8]),
	solid(
		shape('Cupboard', 'box', { at: [-5.4, 1.1, -1.6], size: [1.6, 2.2, 0.6], color: WOOD, roughness: 0.7 }),
	),
	solid(
		shape('Bookshelf', 'box', { at: [5.4, 1.1, -1.35], size: [2, 2.2, 0.5], color: WOOD, roughness: 0.7 }),
	),
	...['#8b3a3a', '#3a5f8b', '#a58a3e', '#3f7a55', '#7b4f87'].map((color, i) =>
		shape(`Book ${i + 1}`, 'box', { at: [4.7 + i * 0.34, 1.5, -1.68], size: [0.2, 0.5, 0.3], color }),
	),
	candle('Hall candle', [-1.9, 1.8, 0.4]),
	candle('Left candle', [-8.8, 1.4, -1]),
	candle('Right candle', [8.8, 1.4, -2]),
	shape('Picture frame', 'box', {
		at: [2.07, 1.7, 3],
		size: [0.06, 1.1, 1.5],
		color: '#a07f3c',
		metalness: 0.4,
	}),
	shape('Picture', 'box', { at: [2.03, 1.7, 3], size: [0.04, 0.9, 1.3], color: '#3d5a80' }),
	shape('Painted moon', 'cylinder', {
		at: [2.01, 1.9, 2.7],
		size: [0.26, 0.02, 0.26],
		color: '#f4e6b4',
		tilt: 90,
		turn: 90,
	}),
	shape('Painted hill', 'cylinder', {
		at: [2.015, 1.36, 3.1],
		size: [0.7, 0.02, 0.3],
		color: '#54784f',
		tilt: 90,
		turn: 90,
	}),
	...stripes(),
	plant('Plant by the stairs', [1.75, 0, 8.2]),
	plant('Plant by the door', [-1.75, 0, -9.3]),
	plant('Plant in the left room', [-8.6, 0, -1.4]),
];

/** At the edges of the carpet. */
const stripes = (): EntityDraft[] =>
	[-0.7, 0.7].map((x, i) =>
		shape(`Stripe ${i + 1}`, 'box', {
			at: [x, 0.022, -0.5],
			size: [0.06, 0.01, 17],
			color: '#d2a24c',
			roughness: 1,
		}),
	);

const plant = (name: string, at: Point): EntityDraft =>
	group(
		name,
		[
			shape('Pot', 'cylinder', { at: [0, 0.2, 0], size: [0.4, 0.4, 0.4], color: '#a4583c', roughness: 0.9 }),
			shape('Leaves', 'sphere', { at: [0, 0.75, 0], size: [0.6, 0.9, 0.6], color: '#3f6b48', roughness: 1 }),
		],
		{ at },
	);

const table = (name: string, [x, z]: readonly [number, number]): EntityDraft =>
	group(
		name,
		[
			shape('Top', 'cylinder', { at: [0, 0.55, 0], size: [0.9, 0.06, 0.9], color: WOOD }),
			shape('Leg', 'cylinder', { at: [0, 0.27, 0], size: [0.12, 0.55, 0.12], color: WOOD }),
		],
		{ at: [x, 0, z] },
	);

const candle = (name: string, at: Point): EntityDraft =>
	group(
		name,
		[
			shape('Wax', 'cylinder', { at: [0, 0, 0], size: [0.1, 0.3, 0.1], color: '#efe6cf' }),
			shape('Plate', 'cylinder', {
				at: [0, -0.17, 0],
				size: [0.28, 0.04, 0.28],
				color: '#8a6f3a',
				metalness: 0.6,
			}),
			glowing(
				shape('Flame', 'cone', { at: [0, 0.22, 0], size: [0.07, 0.16, 0.07], color: '#ffb347' }),
				'#ff9a2e',
				3,
			),
		],
		{ at },
	);

const garden = (): EntityDraft[] => [
	shape('Path', 'box', { at: [0, -0.11, -19], size: [2.4, 0.04, 13], color: '#6b6f78', roughness: 1 }),
	...[-6, -3.6, 3.8, 6.4, -8.5, 9].map((x, i) =>
		group(
			`Fir ${i + 1}`,
			[
				shape('Trunk', 'cylinder', { at: [0, 0.4, 0], size: [0.3, 0.8, 0.3], color: '#2c211b' }),
				shape('Boughs', 'cone', { at: [0, 1.6, 0], size: [2, 2, 2], color: '#1f3a33', roughness: 1 }),
				shape('Top', 'cone', { at: [0, 2.7, 0], size: [1.3, 1.6, 1.3], color: '#25443b', roughness: 1 }),
			],
			{ at: [x, -0.1, -15 - (i % 3) * 2.5], size: 1.2 },
		),
	),
	glowing(shape('Full moon', 'sphere', { at: [7, 22, -60], size: 6, color: '#fdf6dc' }), '#fdf1c8', 1.2),
];
