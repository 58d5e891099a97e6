import type { EntityDraft } from '../../../doc/commands/add-entities.ts';
import { airy, glowing, solid } from '../game-parts.ts';
import { group, shape, type Point } from '../shapes.ts';

const GRASS = '#7cc653';

/** `top`: where its grass is. Round ones are as deep as they are wide. */
type Island = {
	readonly top: Point;
	readonly width: number;
	readonly depth: number;
	readonly round?: true;
};

export const ISLANDS: readonly Island[] = [
	{ top: [0, 0, 0], width: 8, depth: 8, round: true },
	{ top: [0, 0, -8], width: 5, depth: 4 },
	{ top: [0, 0.8, -12.5], width: 3, depth: 2.5 },
	{ top: [2.5, 1.6, -16], width: 5, depth: 3 },
	{ top: [0, 1.6, -33.2], width: 10, depth: 8.4 },
	{ top: [0, 2.6, -40.2], width: 3, depth: 2.4 },
	{ top: [0, 3.6, -43.6], width: 3, depth: 2.4 },
	{ top: [0, 4, -48.5], width: 6.5, depth: 6.5, round: true },
];

/** Grass on earth on rock. */
export const islandsOf = (islands: readonly Island[]): EntityDraft[] => [
	...islands.map(({ top, width, depth, round }, i) => {
		const form = round ? 'cylinder' : 'box';
		return group(
			`Island ${i + 1}`,
			[
				solid(
					shape('Grass', form, {
						at: [0, -0.3, 0],
						size: [width, 0.6, depth],
						color: GRASS,
						roughness: 0.9,
					}),
				),
				shape('Turf', form, {
					at: [0, -0.5, 0],
					size: [width * 1.02, 0.34, depth * 1.02],
					color: '#5aa23f',
					roughness: 1,
				}),
				shape('Earth', form, {
					at: [0, -0.9, 0],
					size: [width * 0.94, 0.7, depth * 0.94],
					color: '#9a7350',
					roughness: 1,
				}),
				shape('Rock', 'cone', {
					...{ at: [0, -1.2 - width * 0.28, 0], size: [width * 0.85, width * 0.6, depth * 0.85] },
					...{ color: '#8b7765', tilt: 180, roughness: 1 },
				}),
			],
			{ at: top },
		);
	}),
	group('Green', green()),
	group('Clouds', clouds()),
];

/** What grows beside the way: nobody bumps into it. */
const green = (): EntityDraft[] => [
	tree('Old tree', [-2.7, 0, -1.2], 1.25),
	tree('Young tree', [3, 0, 1.5], 0.8),
	bush('Round bush', [-2.2, 0, 2.4], 1),
	bush('Low bush', [1.9, 0, -9.3], 0.8),
	bush('Bush on the left', [-1.9, 0, -6.8], 0.9),
	tree('Tree at the lift', [0.7, 1.6, -16.9], 0.85),
	tree('Tree at the gate', [-4.2, 1.6, -30.3], 1.1),
	tree('Tree at the back', [4.2, 1.6, -36.4], 1),
	bush('Bush at the gate', [4.3, 1.6, -30.4], 0.9),
	bush('Bush at the back', [-4.2, 1.6, -36.2], 0.8),
	tree('Left tree at the flag', [-2.2, 4, -49.6], 1),
	tree('Right tree at the flag', [2.3, 4, -49.3], 1.2),
	...FLOWERS.map(([x, y, z], i) => flower(`Flower ${i + 1}`, [x, y, z], i)),
];

const FLOWERS: readonly Point[] = [
	...([[-1.3, 0, -2.6], [1.5, 0, 0.8], [-3, 0, 0.9], [2.6, 0, 2.6], [-0.9, 0, 3.2], [1.6, 0, -7]] as const), // prettier-ignore
	...([[-1.6, 0, -9.4], [4.4, 1.6, -15.2], [3.9, 1.6, -31.6], [-3.4, 1.6, -31.8], [3.2, 1.6, -34.8]] as const), // prettier-ignore
	...([[-3, 1.6, -35], [-1.6, 4, -47], [1.7, 4, -46.8], [-0.9, 4, -50.4], [1, 4, -50.6]] as const), // prettier-ignore
];

const tree = (name: string, at: Point, size: number): EntityDraft =>
	group(
		name,
		[
			shape('Trunk', 'cylinder', { at: [0, 0.5, 0], size: [0.3, 1, 0.3], color: '#8a5c3a', roughness: 1 }),
			shape('Lower leaves', 'cone', {
				at: [0, 1.4, 0],
				size: [1.7, 1.5, 1.7],
				color: '#3f9150',
				roughness: 1,
			}),
			shape('Upper leaves', 'cone', {
				at: [0, 2.2, 0],
				size: [1.25, 1.3, 1.25],
				color: '#4fa55a',
				roughness: 1,
			}),
		],
		{ at, size },
	);

const bush = (name: string, at: Point, size: number): EntityDraft =>
	group(
		name,
		[
			shape('Middle', 'sphere', { at: [0, 0.28, 0], size: [0.9, 0.75, 0.8], color: '#4d9c4c', roughness: 1 }),
			shape('Side', 'sphere', {
				at: [0.42, 0.2, 0.1],
				size: [0.6, 0.5, 0.6],
				color: '#62b053',
				roughness: 1,
			}),
		],
		{ at, size },
	);

const PETALS = ['#fff4d6', '#ff9ec2', '#ffd34d', '#b8a2ff'] as const;
const flower = (name: string, at: Point, i: number): EntityDraft =>
	group(
		name,
		[
			airy(shape('Stalk', 'cylinder', { at: [0, 0.12, 0], size: [0.04, 0.24, 0.04], color: '#3f8a3c' })),
			airy(
				shape('Bloom', 'cylinder', {
					...{ at: [0, 0.26, 0], size: [0.24, 0.08, 0.24], color: PETALS[i % PETALS.length] ?? PETALS[0] },
				}),
			),
		],
		{ at },
	);

const clouds = (): EntityDraft[] =>
	[
		[-11, -3, -8],
		[12, -1, -18],
		[-13, 2, -28],
		[13, 5, -38],
		[-9, 8, -52],
		[6, -5, -26],
		[10, 9, -58],
	].map(([x = 0, y = 0, z = 0], i) =>
		group(
			`Cloud ${i + 1}`,
			[
				puff('Middle', [0, 0, 0], [4, 1.7, 2.4]),
				puff('Left', [-1.8, -0.2, 0.2], [2.6, 1.2, 1.8]),
				puff('Right', [1.9, -0.15, -0.1], [2.8, 1.3, 1.9]),
			],
			{ at: [x, y, z] },
		),
	);

/** Light goes through it. */
const puff = (name: string, at: Point, size: Point): EntityDraft =>
	airy(glowing(shape(name, 'sphere', { at, size, color: '#f7fbff', roughness: 1 }), '#dfeeff', 0.3));
