import type { EntityDraft } from '../../../doc/commands/add-entities.ts';
import { sensing, solid, wearing } from '../game-parts.ts';
import { group, shape } from '../shapes.ts';
import type { DocumentOf } from '../starter.ts';

export const WOOD = '#7a5638';
export const LEAF = '#4f8f3f';
const RED = '#d8392b';

/** What is gathered. */
export const apple = (documentOf: DocumentOf): readonly EntityDraft[] => [
	wearing(
		documentOf,
		{ Collect: { who: 'Player' }, Spin: { speed: 60 } },
		sensing(
			group('Apple', [
				shape('Fruit', 'sphere', { at: [0, 0, 0], size: [0.62, 0.56, 0.62], color: RED, roughness: 0.25 }),
				shape('Stalk', 'cylinder', { at: [0, 0.33, 0], size: [0.06, 0.18, 0.06], color: WOOD }),
				shape('Leaf', 'sphere', { at: [0.14, 0.36, 0], size: [0.26, 0.05, 0.14], color: LEAF }),
			]),
			0.5,
		),
	),
];

/** It stings whom it touches; whoever places it says how it flies. */
export const wasp = (documentOf: DocumentOf): readonly EntityDraft[] => [
	wearing(
		documentOf,
		{ Hurt: { who: 'Player' } },
		sensing(
			group('Wasp', [
				shape('Body', 'sphere', { at: [0, 0, 0], size: [0.5, 0.46, 0.8], color: '#f2c230', roughness: 0.4 }),
				shape('Front stripe', 'cylinder', {
					at: [0, 0, -0.1],
					size: [0.5, 0.1, 0.47],
					color: '#2b241c',
					tilt: 90,
				}),
				shape('Back stripe', 'cylinder', {
					at: [0, 0, 0.15],
					size: [0.47, 0.09, 0.44],
					color: '#2b241c',
					tilt: 90,
				}),
				shape('Head', 'sphere', { at: [0, 0.03, -0.42], size: 0.32, color: '#2b241c' }),
				shape('Sting', 'cone', { at: [0, 0, 0.47], size: [0.1, 0.22, 0.1], color: '#2b241c', tilt: 90 }),
				shape('Left wing', 'sphere', { at: [-0.36, 0.24, 0], size: [0.6, 0.03, 0.3], color: '#eef4fb' }),
				shape('Right wing', 'sphere', { at: [0.36, 0.24, 0], size: [0.6, 0.03, 0.3], color: '#eef4fb' }),
			]),
			0.45,
		),
	),
];

/** An apple tree; its trunk holds everybody up. */
export const tree = (): readonly EntityDraft[] => [
	solid(shape('Trunk', 'cylinder', { at: [0, 0.7, 0], size: [0.5, 1.4, 0.5], color: WOOD, roughness: 0.9 })),
	group('Crown', [
		shape('Middle', 'sphere', { at: [0, 2, 0], size: [2.3, 1.9, 2.3], color: LEAF, roughness: 0.95 }),
		shape('Left', 'sphere', { at: [-0.75, 1.75, 0.3], size: 1.35, color: '#5b9c46', roughness: 0.95 }),
		shape('Right', 'sphere', { at: [0.7, 1.85, 0.35], size: 1.25, color: '#468339', roughness: 0.95 }),
		shape('Ripe', 'sphere', { at: [0.35, 1.9, 1.05], size: 0.26, color: RED, roughness: 0.3 }),
		shape('Riper', 'sphere', { at: [-0.55, 2.25, 0.85], size: 0.24, color: RED, roughness: 0.3 }),
	]),
];
