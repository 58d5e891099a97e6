import type { EntityDraft } from '../../../doc/commands/add-entities.ts';
import { airy, copyOf, solid, withValues } from '../game-parts.ts';
import { group, shape, type Point } from '../shapes.ts';
import type { DocumentOf } from '../starter.ts';

/** Where trees stand, and how large. */
const TREES: readonly (readonly [x: number, z: number, size: number])[] = [
	...([[-5, 7, 1], [5.5, 7, 1.1], [-13, 9.5, 0.9], [13, 9, 1]] as const), // prettier-ignore
	...([[1.2, -1, 1.05], [-12.5, -3, 1], [12.5, -3, 0.95], [-7.5, 1, 0.9]] as const), // prettier-ignore
	...([[-4.5, -8, 1.1], [6.5, -11.5, 1], [-12.5, -7, 1], [12.5, -7, 1.1]] as const), // prettier-ignore
	...([[-17, -16, 1.5], [-9, -17, 1.3], [-1, -18, 1.6], [8, -17, 1.4], [16, -16, 1.5]] as const), // prettier-ignore
	...([[-18.5, -8, 1.4], [-19, 1, 1.5], [-18.5, 10, 1.3], [18.5, -8, 1.4], [19, 2, 1.5], [18.5, 11, 1.3]] as const), // prettier-ignore
];

/** The ground, the hedges that part it, and what grows there. */
export const orchard = (): EntityDraft =>
	group('Orchard', [
		solid(shape('Meadow', 'box', { at: [0, -0.5, 0], size: [90, 1, 80], color: '#7ba352', roughness: 0.95 })),
		group('Mown paths', [
			path('Path', [0, 8], [2.2, 10]),
			path('Path to the left', [-6, 9.5], [10, 2]),
			path('Path to the right', [6, 8], [10, 2]),
			path('Middle path', [0, -0.8], [21, 2.2]),
			path('Path to the gate', [0, -4.5], [2.6, 9]),
			path('Far path', [0, -9.6], [20, 2.4]),
		]),
		group('Hedges', [
			hedge('Front hedge', [0, 13], [31, 1]),
			hedge('Back hedge', [0, -13], [31, 1]),
			hedge('Left hedge', [-15, 0], [1, 27]),
			hedge('Right hedge', [15, 0], [1, 27]),
			hedge('Near left hedge', [-8.7, 3], [11.6, 0.9]),
			hedge('Near right hedge', [8.7, 3], [11.6, 0.9]),
			hedge('Far left hedge', [-8.3, -5.5], [12.4, 0.9]),
			hedge('Far right hedge', [8.3, -5.5], [12.4, 0.9]),
		]),
		group('Flowers', flowers()),
	]);

export const trees = (documentOf: DocumentOf): EntityDraft =>
	group(
		'Trees',
		TREES.map(([x, z, size], i) =>
			copyOf(documentOf, 'Tree', `Tree ${i + 1}`, { at: [x, 0, z], size, turn: (i * 67) % 60 }),
		),
	);

function hedge(name: string, [x, z]: readonly [number, number], [width, depth]: readonly [number, number]) {
	return solid(
		shape(name, 'box', { at: [x, 0.55, z], size: [width, 1.1, depth], color: '#3f7236', roughness: 1 }),
	);
}

function path(name: string, [x, z]: readonly [number, number], [width, depth]: readonly [number, number]) {
	const lane = shape(name, 'box', { at: [x, 0.006, z], size: [width, 0.012, depth], color: '#93b866' });
	return withValues(lane, { 'mesh.castShadow': false, 'material.roughness': 1 });
}

const PETALS = ['#f4f1e8', '#f3b9cf', '#f5d35c'] as const;

/** In rings that never meet, so that they look sown by the wind. */
function flowers(): EntityDraft[] {
	return Array.from({ length: 34 }, (_, i) => {
		const [angle, far] = [i * 2.4, 3 + ((i * 37) % 100) / 9];
		const at: Point = [round(Math.cos(angle) * far * 0.95), 0.03, round(Math.sin(angle) * far * 0.8)];
		return group(
			`Flower ${i + 1}`,
			[
				airy(
					shape('Petals', 'cylinder', {
						...{ at: [0, 0.03, 0], size: [0.34, 0.06, 0.34], color: PETALS[i % PETALS.length] ?? PETALS[0] },
					}),
				),
				airy(shape('Heart', 'cylinder', { at: [0, 0.07, 0], size: [0.13, 0.05, 0.13], color: '#e8a92c' })),
			],
			{ at },
		);
	});
}

const round = (n: number): number => Number(n.toFixed(2));
