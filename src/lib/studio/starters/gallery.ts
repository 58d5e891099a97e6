import { group, heaven, lamp, model, shape, viewpoint, words } from './shapes.ts';
import { hashOf, type Starter } from './starter.ts';

const PLASTER = '#e9e4da';
const PLINTH = '#f4f1ea';

/** A quiet room with two sculptures under their own lamps. */
export const gallery: Starter = {
	id: 'gallery',
	models: ['bunny', 'suzi'],
	build: (models) => [
		group('Room', [
			shape('Floor', 'box', { at: [0, -0.1, 0], size: [12, 0.2, 8], color: '#8d6e52', roughness: 0.45 }),
			shape('Back wall', 'box', { at: [0, 2, -4], size: [12, 4, 0.2], color: PLASTER, roughness: 0.95 }),
			shape('Left wall', 'box', { at: [-6, 2, 0], size: [0.2, 4, 8], color: PLASTER, roughness: 0.95 }),
			shape('Skirting', 'box', { at: [0, 0.1, -3.87], size: [11.8, 0.2, 0.06], color: '#5b6270' }),
		]),
		group(
			'First work',
			[
				shape('Plinth', 'box', { at: [0, 0.55, 0], size: [1.1, 1.1, 1.1], color: PLINTH, roughness: 0.8 }),
				model('Monkey', hashOf(models, 'suzi'), { at: [0, 1.75, 0], size: 0.65, turn: 25 }),
			],
			{ at: [-2.4, 0, -1.2] },
		),
		group(
			'Second work',
			[
				shape('Plinth', 'box', { at: [0, 0.4, 0], size: [1.1, 0.8, 1.1], color: PLINTH, roughness: 0.8 }),
				model('Rabbit', hashOf(models, 'bunny'), { at: [0, 1.35, 0], size: 1, turn: -20 }),
			],
			{ at: [1.6, 0, -1.6] },
		),
		group('Paintings', [
			shape('Blue', 'box', {
				at: [3.9, 2.1, -3.86],
				size: [1.5, 1.9, 0.06],
				color: '#2f5fd0',
				roughness: 0.7,
			}),
			shape('Ochre', 'box', {
				at: [-0.5, 2.2, -3.86],
				size: [1.2, 1.2, 0.06],
				color: '#e0a030',
				roughness: 0.7,
			}),
			shape('Vermilion', 'box', {
				at: [-5.86, 2.1, 1.4],
				size: [0.06, 1.7, 2.2],
				color: '#c8402a',
				roughness: 0.7,
			}),
		]),
		words('Title', 'Two works', { at: [-3.9, 2.9, -3.84], height: 0.42, color: '#2a2e38' }),
		shape('Bench', 'box', { at: [0.4, 0.25, 2], size: [2.4, 0.5, 0.7], color: '#5b6475', roughness: 0.5 }),
		lamp('Lamp over the first work', 'spot', {
			color: '#ffe2b8',
			intensity: 60,
			at: [-2.4, 4.6, 0.6],
			tilt: -68,
			castShadow: true,
		}),
		lamp('Lamp over the second work', 'spot', {
			color: '#d8e6ff',
			intensity: 55,
			at: [1.6, 4.6, 0.4],
			tilt: -66,
			castShadow: true,
		}),
		lamp('Daylight', 'ambient', { color: '#fff4e2', intensity: 1.4, at: [0, 3.5, 0] }),
		heaven('Sky', { sunHeight: 20, sunDirection: 150, haze: 0.2, ground: '#8d8474', intensity: 0.5 }),
		viewpoint('Camera', [2.6, 2.2, 6.2], 16, -8),
	],
};
