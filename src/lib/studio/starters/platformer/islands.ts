import type { EntityDraft } from '../../../doc/commands/add-entities.ts';
import { solid } from '../game-parts.ts';
import { group, shape, type Point } from '../shapes.ts';

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
						color: '#69b36b',
						roughness: 0.9,
					}),
				),
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
	group('Clouds', clouds()),
];

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

const puff = (name: string, at: Point, size: Point): EntityDraft =>
	shape(name, 'sphere', { at, size, color: '#f7fbff', roughness: 1 });
