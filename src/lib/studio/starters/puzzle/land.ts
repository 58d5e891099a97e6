import type { EntityDraft } from '../../../doc/commands/add-entities.ts';
import { airy, glowing, solid, wearing } from '../game-parts.ts';
import { group, shape, type Point } from '../shapes.ts';
import type { DocumentOf } from '../starter.ts';

type Spot = readonly [x: number, z: number, size: number];
const TREES: readonly Spot[] = [
	...([[-12.5, -7, 1.5], [-15, -11, 1.9], [-11, -13, 1.6], [-17, -5, 1.3], [-8, -16, 1.8]] as const), // prettier-ignore
	...([[12.5, -8, 1.6], [15.5, -11, 1.8], [11, -14, 1.5], [17, -6, 1.4], [7.5, -16.5, 1.7], [0, -18, 1.6]] as const), // prettier-ignore
	...([[-9.5, 5, 1.2], [10, 4, 1.3]] as const), // prettier-ignore
];
const STONES: readonly Spot[] = [
	...([[-7.4, 1.8, 0.7], [-6.8, 2.6, 0.4], [8.2, 0.4, 0.6], [7.3, 2.4, 0.45], [-3.2, 8.6, 0.4], [3.4, 9, 0.5]] as const), // prettier-ignore
];
const CLOUDS: readonly Point[] = [[-16, 13, -34], [4, 16, -40], [19, 12, -36]]; // prettier-ignore

/** What the towers stand on, and what is around: no ball comes so far. */
export const land = (documentOf: DocumentOf): EntityDraft =>
	group('Land', [
		solid(shape('Meadow', 'box', { at: [0, -0.5, 0], size: [120, 1, 120], color: '#8fb85c', roughness: 1 })),
		shape('Yard', 'cylinder', { at: [0, 0.01, -2.5], size: [17, 0.02, 13], color: '#d8c08f', roughness: 1 }),
		shape('Platform', 'cylinder', {
			at: [0, 0.2, 12],
			size: [3.6, 0.4, 3.6],
			color: '#8d8474',
			roughness: 0.9,
		}),
		...wheel('Left', -0.75),
		...wheel('Right', 0.75),
		group(
			'Wood',
			TREES.map(([x, z, size], i) => tree(`Tree ${i + 1}`, [x, 0, z], size)),
		),
		group(
			'Stones',
			STONES.map(([x, z, size], i) => stone(`Stone ${i + 1}`, [x, 0.1, z], size)),
		),
		group(
			'Clouds',
			CLOUDS.map((at, i) => cloud(`Cloud ${i + 1}`, at)),
		),
		flag(documentOf, 'Left flag', -9),
		flag(documentOf, 'Right flag', 9),
		...[-22, -14, -5, 6, 15, 24].map((x, i) =>
			shape(`Hill ${i + 1}`, 'sphere', {
				at: [x, -2, -30 - (i % 3) * 4],
				size: [18, 9 + (i % 2) * 5, 10],
				color: i % 2 ? '#86b157' : '#74a34d',
				roughness: 1,
			}),
		),
	]);

/** Turns in the wind. */
const flag = (documentOf: DocumentOf, name: string, x: number): EntityDraft =>
	group(
		name,
		[
			shape('Pole', 'cylinder', { at: [0, 2.5, 0], size: [0.14, 5, 0.14], color: '#efe9dc' }),
			wearing(
				documentOf,
				{ Spin: { speed: 20 } },
				group(
					'Cloth',
					[shape('Half', 'box', { at: [0.75, 0, 0], size: [1.5, 0.9, 0.05], color: '#b8322f' })],
					{
						at: [0, 4.4, 0],
					},
				),
			),
		],
		{ at: [x, 0, -6] },
	);

const wheel = (side: string, x: number): EntityDraft[] => {
	const lying = { tilt: 90, turn: 90 };
	return [
		shape(`${side} wheel`, 'cylinder', {
			...{ at: [x, 0.85, 12.1], size: [1.2, 0.2, 1.2], color: '#8a5a38', ...lying },
		}),
		shape(`${side} hub`, 'cylinder', {
			...{ at: [x * 1.04, 0.85, 12.1], size: [0.36, 0.24, 0.36], color: '#d9a441', ...lying },
		}),
	];
};

const tree = (name: string, at: Point, size: number): EntityDraft =>
	group(
		name,
		[
			shape('Trunk', 'cylinder', { at: [0, 0.5, 0], size: [0.32, 1, 0.32], color: '#7d5538', roughness: 1 }),
			shape('Leaves', 'sphere', { at: [0, 1.7, 0], size: [1.7, 1.9, 1.7], color: '#5f9a45', roughness: 1 }),
			shape('More leaves', 'sphere', { at: [0.5, 1.3, 0.3], size: 1.05, color: '#6fae4f', roughness: 1 }),
		],
		{ at, size },
	);

const stone = (name: string, at: Point, size: number): EntityDraft =>
	shape(name, 'sphere', { at, size: [size * 1.3, size * 0.8, size], color: '#a9a294', roughness: 1 });

const cloud = (name: string, at: Point): EntityDraft =>
	group(
		name,
		(
			[
				['Middle', [0, 0, 0], [6, 2.2, 2.4]],
				['Left', [-2.6, -0.3, 0.2], [4, 1.5, 1.8]],
				['Right', [2.8, -0.2, 0], [4.2, 1.7, 1.9]],
			] as const
		).map(([puff, where, size]) =>
			airy(
				glowing(shape(puff, 'sphere', { at: where, size, color: '#f7fbff', roughness: 1 }), '#dfeeff', 0.3),
			),
		),
		{ at },
	);
