import type { EntityDraft } from '#lib/doc/commands/add-entities.ts';
import type { ViewportView } from '#lib/engine/viewport-port.ts';
import { group, lamp, shape, words, type Point } from '#lib/studio/starters/shapes.ts';

/** A scene whose picture is kept in `tests/golden`, by its name. */
export type GoldenScene = {
	readonly name: string;
	readonly drafts: readonly EntityDraft[];
	readonly view: ViewportView;
	/** So many of the first are selected. */
	readonly selected?: number;
	readonly grid?: boolean;
	/** What comes late is there from this many on. */
	readonly leastTriangles?: number;
	/** What would be missed: a change to one of `drafts`. */
	readonly without: { readonly at: number; readonly values: EntityDraft['values'] };
};

const FLOOR = shape('Floor', 'box', {
	at: [0, -0.1, 0],
	size: [12, 0.2, 12],
	color: '#b8b0a4',
	roughness: 0.9,
});
const alter = (draft: EntityDraft, values: EntityDraft['values']): EntityDraft => ({
	...draft,
	values: { ...draft.values, ...values },
});

const glass = (name: string, color: string, at: Point, opacity: number): EntityDraft =>
	alter(shape(name, 'box', { at, size: [1.6, 2, 0.08], color, roughness: 0.2 }), {
		'material.alphaMode': 'blend',
		'material.opacity': opacity,
	});

export const GOLDEN_SCENES: readonly GoldenScene[] = [
	{
		name: 'lights-and-shadows',
		without: { at: 4, values: { 'light.castShadow': false } },
		view: { position: [3.2, 3.4, 5.4], target: [0.3, 0.6, 0] },
		drafts: [
			FLOOR,
			shape('Red', 'box', { at: [-1.6, 0.75, 0.8], size: [1, 1.5, 1], color: '#c8402a', turn: 30 }),
			shape('Steel', 'sphere', {
				at: [0.4, 0.7, 0.4],
				size: 1.4,
				color: '#d8dce4',
				roughness: 0.25,
				metalness: 1,
			}),
			shape('Green', 'cone', { at: [2.2, 0.6, -0.8], size: [1, 1.2, 1], color: '#40a060' }),
			lamp('Sun', 'directional', { color: '#fff2dc', intensity: 4, castShadow: true, turn: -40, tilt: -38 }),
			alter(
				lamp('Spot', 'spot', {
					color: '#6080ff',
					intensity: 60,
					castShadow: true,
					at: [-2.5, 4, 3],
					turn: -35,
					tilt: -48,
				}),
				{
					'light.angle': 30,
				},
			),
			lamp('Bulb', 'point', { color: '#ff9040', intensity: 14, at: [2.6, 1.4, 1.6] }),
		],
	},
	{
		name: 'sky-and-fog',
		without: { at: 0, values: { 'environment.fog': 'none' } },
		view: { position: [3, 1.6, 9], target: [0, 1.4, -6] },
		drafts: [
			{
				name: 'Around',
				values: {
					environment: true,
					'environment.background': 'sky',
					'environment.sunHeight': 14,
					'environment.sunDirection': 200,
					'environment.fog': 'linear',
					'environment.fogColor': '#c9b8a0',
					'environment.fogNear': 6,
					'environment.fogFar': 40,
				},
			},
			shape('Land', 'box', { at: [0, -0.1, -15], size: [40, 0.2, 60], color: '#6f7a52', roughness: 1 }),
			...Array.from({ length: 12 }, (_, i) =>
				shape(`Column ${i}`, 'cylinder', {
					at: [i % 2 === 0 ? -2.2 : 2.2, 1.5, 4 - Math.floor(i / 2) * 5],
					size: [0.8, 3, 0.8],
					color: '#d8d0c0',
				}),
			),
		],
	},
	{
		name: 'glass',
		without: { at: 4, values: { 'material.opacity': 0.9 } },
		view: { position: [1.5, 2.2, 6], target: [0, 1, 0] },
		drafts: [
			FLOOR,
			shape('Behind', 'sphere', { at: [0, 0.9, -1.6], size: 1.4, color: '#e0a030' }),
			glass('Red', '#ff3030', [-0.8, 1, 0], 0.5),
			glass('Green', '#30ff30', [0, 1.1, 0.7], 0.4),
			glass('Blue', '#3030ff', [0.8, 1.2, 1.4], 0.35),
			alter(shape('Faint', 'sphere', { at: [1.8, 0.6, -0.5], size: 1.1, color: '#ffffff' }), {
				'material.alphaMode': 'blend',
				'material.opacity': 0.25,
			}),
		],
	},
	{
		name: 'words',
		without: { at: 2, values: { visible: false } },
		view: { position: [0, 1.6, 5], target: [0, 1.1, 0] },
		leastTriangles: 1000,
		drafts: [
			FLOOR,
			words('Title', 'Tavern', { at: [0, 1.5, 0], height: 0.9, color: '#d05030' }),
			words('Small', 'Öl & Brot, 24/7', { at: [0, 0.6, 0.4], height: 0.4, color: '#3050c0' }),
			lamp('Sun', 'directional', { color: '#ffffff', intensity: 2.5, castShadow: true, turn: 25, tilt: -40 }),
		],
	},
	{
		name: 'selection',
		without: { at: 0, values: { visible: false } },
		view: { position: [2, 2, 3.6], target: [0, 0.6, 0] },
		selected: 2,
		grid: true,
		drafts: [
			shape('Selected', 'box', { at: [-1.2, 0.5, 0], color: '#808890', turn: 20 }),
			group(
				'Also selected',
				[
					shape('Ball', 'sphere', { at: [0, 0.5, 0], color: '#a0a8b0' }),
					shape('Hat', 'cone', { at: [0, 1.3, 0], size: 0.6, color: '#707880' }),
				],
				{ at: [1, 0, 0.5] },
			),
			shape('Not selected', 'torus', { at: [0.2, 0.5, -2], color: '#c0a080' }),
			lamp('Lamp', 'point', { color: '#ffffff', intensity: 10, at: [2.4, 2, -1] }),
			{ name: 'Camera', values: { camera: true, position: [-2.6, 1.4, -1.4] } },
		],
	},
];
