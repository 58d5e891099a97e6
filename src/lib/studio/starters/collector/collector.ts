import type { EntityDraft } from '../../../doc/commands/add-entities.ts';
import display from '../display.ts.txt?raw';
import { copyOf, counter, idOf, lives, named, solid, walking, wearing, withValues } from '../game-parts.ts';
import { group, heaven, lamp, shape, viewpoint, words } from '../shapes.ts';
import type { DocumentOf, Starter } from '../starter.ts';
import { apple, tree, wasp, WOOD } from './collector-prefabs.ts';
import evening from './evening.ts.txt?raw';
import { orchard, trees } from './orchard.ts';

/** Where apples lie: four in each part of the orchard. */
const APPLES: readonly (readonly [x: number, z: number])[] = [
	...([[-8, 10], [-11, 6], [8, 9.5], [11, 5.5]] as const), // prettier-ignore
	...([[6, -1], [11, 0.5], [-5, -2.5], [-10, 0]] as const), // prettier-ignore
	...([[4, -8], [9, -10], [0, -11], [-9, -9]] as const), // prettier-ignore
];
/** So long it stays light, s. */
const LIGHT = 90;

/** An orchard from above: gather all apples before it is dark, and keep away from the wasps. */
export const collector: Starter = {
	id: 'collector',
	models: [],
	behaviours: [
		...['TopDown', 'Spin', 'FollowCamera', 'Chase', 'Patrol', 'DialogueBubble', 'Health', 'Hurt'],
		...['Collect', 'Door', 'Score', 'WinLose'],
	],
	scripts: { Evening: evening, Display: display },
	prefabs: { Apple: apple, Wasp: wasp, Tree: tree },
	build: (_, documentOf) => [
		rules(documentOf),
		hedgehog(documentOf),
		gardener(documentOf),
		camera(),
		...shown(documentOf),
		group(
			'Apples',
			APPLES.map(([x, z], i) => copyOf(documentOf, 'Apple', `Apple ${i + 1}`, { at: [x, 0.4, z] })),
		),
		...wasps(documentOf),
		gate(documentOf),
		sign(),
		orchard(),
		trees(documentOf),
		heaven('Evening sky', {
			...{ sunHeight: 24, sunDirection: -60, haze: 0.2, ground: '#6f7f4d', intensity: 0.6 },
		}),
		named(
			lamp('Sun', 'directional', {
				...{ color: '#ffe0b0', intensity: 2.6, at: [-8, 12, 10], turn: -42, tilt: -42, castShadow: true },
			}),
			'collector-sun',
		),
	],
};

const rules = (documentOf: DocumentOf): EntityDraft =>
	wearing(
		documentOf,
		{
			Score: {},
			WinLose: {
				collect: APPLES.length,
				seconds: LIGHT,
				timeVariable: 'light',
				winWords: 'All apples are in. Well done!',
				loseWords: 'Not all apples were gathered. Try again!',
			},
			Evening: {
				seconds: LIGHT,
				sun: { entity: idOf('collector-sun') },
			},
		},
		group('Rules', []),
	);

const shown = (documentOf: DocumentOf): EntityDraft[] => [
	counter(documentOf, 'Apples shown', {
		...{ place: 'topLeft', color: '#ffd866' },
		...{ content: `Apples 0/${APPLES.length}`, words: `Apples {score}/${APPLES.length}` },
		intro: 'Gather all apples before it gets dark. Mind the wasps!',
	}),
	counter(documentOf, 'Light left', {
		...{
			place: 'top',
			content: `Light ${LIGHT} s`,
			words: 'Light {light} s',
			color: '#ffffff',
			silent: true,
		},
	}),
	lives(documentOf),
];

const camera = (): EntityDraft => withValues(viewpoint('Camera', [0, 9, 19], 0, -40), { 'camera.fov': 45 });

const SPIKE = '#5b4331';

/** The player. */
const hedgehog = (documentOf: DocumentOf): EntityDraft =>
	wearing(
		documentOf,
		{
			TopDown: { speed: 5 },
			FollowCamera: { distance: 9, height: 9, smooth: 0.2 },
			Health: { health: 3, safe: 1.5, atDeath: 'loses the game', variable: 'lives' },
		},
		walking(
			group(
				'Player',
				[
					shape('Belly', 'sphere', { at: [0, -0.12, -0.05], size: [0.72, 0.7, 0.95], color: '#d9b48c' }),
					shape('Coat', 'sphere', {
						at: [0, 0.04, 0.1],
						size: [0.86, 0.82, 0.98],
						color: SPIKE,
						roughness: 1,
					}),
					shape('Snout', 'cone', {
						at: [0, -0.1, -0.55],
						size: [0.32, 0.42, 0.32],
						color: '#d9b48c',
						tilt: -90,
					}),
					shape('Left ear', 'sphere', { at: [-0.24, 0.28, -0.3], size: [0.2, 0.22, 0.1], color: '#d9b48c' }),
					shape('Right ear', 'sphere', { at: [0.24, 0.28, -0.3], size: [0.2, 0.22, 0.1], color: '#d9b48c' }),
					shape('Nose', 'sphere', { at: [0, -0.1, -0.76], size: 0.13, color: '#26201c' }),
					shape('Left eye', 'sphere', { at: [-0.17, 0.08, -0.44], size: 0.1, color: '#26201c' }),
					shape('Right eye', 'sphere', { at: [0.17, 0.08, -0.44], size: 0.1, color: '#26201c' }),
					...spikes(),
				],
				{ at: [0, 0.45, 9] },
			),
			{ radius: 0.36, height: 0.9 },
		),
	);

/** Cones that stand off the coat. */
const spikes = (): EntityDraft[] =>
	[-1, 0, 1].flatMap((side) =>
		[0, 1, 2].map((row) =>
			shape(`Spikes ${side + 2}${row + 1}`, 'cone', {
				at: [side * 0.24, 0.42 - Math.abs(side) * 0.09 - row * 0.05, row * 0.26 - 0.14],
				size: [0.16, 0.34, 0.16],
				color: row === 1 ? '#6f533d' : SPIKE,
				tilt: 25 + row * 12,
			}),
		),
	);

/** Says what to do. */
const gardener = (documentOf: DocumentOf): EntityDraft =>
	wearing(
		documentOf,
		{
			DialogueBubble: {
				lines: 'Mind the wasps!',
				near: 4,
			},
		},
		solid(
			group(
				'Gardener',
				[
					shape('Coat', 'cone', { at: [0, 0.6, 0], size: [0.9, 1.3, 0.9], color: '#34598f', roughness: 0.9 }),
					shape('Head', 'sphere', { at: [0, 1.3, 0], size: 0.5, color: '#e7bd95' }),
					shape('Hat', 'cylinder', { at: [0, 1.5, 0], size: [0.95, 0.06, 0.95], color: '#dcb24c' }),
					shape('Crown of the hat', 'cylinder', {
						at: [0, 1.62, 0],
						size: [0.5, 0.22, 0.5],
						color: '#dcb24c',
					}),
					withValues(
						words('Words', 'Hello!', { at: [0, 2.1, 0], height: 0.3, color: '#fff7e0', tilt: -35 }),
						{
							'text.depth': 0.02,
						},
					),
				],
				{ at: [1.6, 0, 6] },
			),
			{ 'collider.shape': 'cylinder', 'collider.radius': 0.4, 'collider.height': 2 },
		),
	);

/** Two that go to and fro, and one behind the gate that comes after whoever is near. */
const wasps = (documentOf: DocumentOf): EntityDraft[] => [
	wearing(
		documentOf,
		{ Patrol: { by: [0, 0, 6], speed: 2.2, turns: true } },
		copyOf(documentOf, 'Wasp', 'Wasp by the first apples', { at: [-9.5, 0.6, 5] }),
	),
	wearing(
		documentOf,
		{ Patrol: { by: [0, 0, 6.5], speed: 2.5, turns: true } },
		copyOf(documentOf, 'Wasp', 'Wasp on the right', { at: [8.5, 0.6, -4] }),
	),
	wearing(
		documentOf,
		{ Patrol: { by: [0, 0, 6.5], speed: 3, turns: true } },
		copyOf(documentOf, 'Wasp', 'Wasp on the left', { at: [-7.5, 0.6, -4] }),
	),
	wearing(
		documentOf,
		{ Chase: { name: 'Player', speed: 2.8, sees: 5, stopsAt: 0.2 } },
		copyOf(documentOf, 'Wasp', 'Angry wasp', { at: [12, 0.6, -11] }),
	),
];

/** Stands before the gate. */
const sign = (): EntityDraft =>
	group(
		'Sign',
		[
			shape('Post', 'box', { at: [0, 0.4, 0], size: [0.12, 0.8, 0.12], color: WOOD }),
			shape('Board', 'box', { at: [0, 0.95, 0], size: [1.9, 0.75, 0.08], color: '#caa06a', tilt: -25 }),
			withValues(
				words('Words', '8 apples\nopen it', {
					at: [0, 0.97, 0.07],
					height: 0.24,
					color: '#3b2a1b',
					tilt: -25,
				}),
				{ 'text.depth': 0.01 },
			),
		],
		{ at: [2.6, 0, -4.4] },
	);

/** Opens when so many apples are in. */
const gate = (documentOf: DocumentOf): EntityDraft =>
	wearing(
		documentOf,
		{ Door: { keys: 8, by: [0, -2, 0], seconds: 1 } },
		withValues(
			group(
				'Gate',
				[-1.4, -0.7, 0, 0.7, 1.4]
					.map((x, i) =>
						shape(`Board ${i + 1}`, 'box', { at: [x, 0, 0], size: [0.5, 1.3, 0.14], color: WOOD }),
					)
					.concat(shape('Bar', 'box', { at: [0, 0.25, 0.1], size: [4.1, 0.16, 0.1], color: '#8d6a48' })),
				{ at: [0, 0.65, -5.5] },
			),
			{ collider: true, 'collider.size': [4.2, 2.4, 0.4] },
		),
	);
