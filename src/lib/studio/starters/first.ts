import type { EntityDraft } from '../../doc/commands/add-entities.ts';
import { group, heaven, shape, viewpoint } from './shapes.ts';
import type { Starter } from './starter.ts';

const SAND = '#c9b79c';
const STONE = '#e8e2d6';

/** What a new project opens with: a sky whose sun throws shadows, a floor, and a few things to take hold of. */
export const first: Starter = {
	id: 'first',
	models: [],
	build: () =>
		[
			heaven('Sky and sun', {
				sunHeight: 33,
				sunDirection: -62,
				haze: 0.06,
				ground: '#9d8f78',
				exposure: 0.95,
			}),
			shape('Ground', 'cylinder', { at: [0, -0.1, 0], size: [15, 0.2, 15], color: SAND, roughness: 0.95 }),
			group('Still life', [
				shape('Plinth', 'cylinder', { at: [0, 0.2, 0], size: [3, 0.4, 3], color: STONE, roughness: 0.8 }),
				shape('Pillar', 'cylinder', {
					at: [0.3, 1.1, -0.4],
					size: [0.7, 1.4, 0.7],
					color: '#2f7378',
					roughness: 0.6,
				}),
				shape('Planet', 'sphere', {
					at: [0.3, 2.22, -0.4],
					size: 0.84,
					color: '#e3ab45',
					roughness: 0.3,
					metalness: 0.75,
				}),
				shape('Ring', 'torus', {
					at: [0.3, 2.22, -0.4],
					size: [1.5, 0.55, 1.5],
					color: '#d9583b',
					roughness: 0.4,
					tilt: 20,
					turn: 24,
				}),
				shape('Peak', 'cone', {
					at: [-0.62, 0.95, 0.5],
					size: [0.8, 1.1, 0.8],
					color: '#d9583b',
					roughness: 0.55,
				}),
				shape('Block', 'box', {
					at: [1.55, 0.45, 1.15],
					size: 0.9,
					color: '#34598f',
					roughness: 0.55,
					turn: -28,
				}),
				shape('Pebble', 'sphere', {
					at: [-2.1, 0.29, 0.9],
					size: [0.8, 0.58, 0.7],
					color: '#7d7468',
					roughness: 0.85,
				}),
			]),
			viewpoint('Camera', [3.9, 2.6, 6.4], 31, -10),
		] satisfies readonly EntityDraft[],
};
