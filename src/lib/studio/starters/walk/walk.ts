import type { EntityDraft } from '../../../doc/commands/add-entities.ts';
import display from '../display.ts.txt?raw';
import { counter, glowing, lives, sensing, walking, wearing, withValues } from '../game-parts.ts';
import { group, heaven, lamp, shape, viewpoint, words, type Point } from '../shapes.ts';
import type { DocumentOf, Starter } from '../starter.ts';
import { house } from './house.ts';

/** A dark house: find two keys, keep away from the ghosts, and leave before the candle has burned down. */
export const walk: Starter = {
	id: 'walk',
	models: [],
	behaviours: [
		...['FirstPerson', 'Spin', 'Patrol', 'Health', 'Hurt', 'Collect', 'Trigger', 'Door', 'Score', 'WinLose'],
	],
	scripts: { Display: display },
	build: (_, documentOf) => [
		wearing(
			documentOf,
			{
				Score: {},
				WinLose: {
					seconds: 150,
					timeVariable: 'candle',
					winWords: 'Out in the moonlight. You made it!',
					loseWords: 'The house keeps you tonight. Try again!',
				},
			},
			group('Rules', []),
		),
		visitor(documentOf),
		withValues(viewpoint('Camera', [0, 1.6, 7.5], 0, 0), { 'camera.fov': 60 }),
		...shown(documentOf),
		house(),
		door(documentOf),
		key(documentOf, 'First key', [-7.6, 1, 3.6]),
		key(documentOf, 'Second key', [7.6, 1, -6.8]),
		ghost(documentOf, 'Ghost', [5, 1.1, -2], [0, 0, -5], 1.4),
		ghost(documentOf, 'Hall ghost', [-1.2, 1.1, -7.5], [2.4, 0, 0], 1.2),
		...writing(),
		goal(documentOf),
		...lights(),
		heaven('Night', {
			...{ sunHeight: 2, sunDirection: 160, haze: 0.1, ground: '#141a26', intensity: 0.12, exposure: 1.1 },
		}),
	],
};

/** The player, whose candle goes along. */
const visitor = (documentOf: DocumentOf): EntityDraft =>
	wearing(
		documentOf,
		{
			FirstPerson: { speed: 3.2, sprint: 1, jumpHeight: 0, eyes: 0.65, lockPointer: false },
			Health: { health: 3, safe: 2, atDeath: 'loses the game', variable: 'lives' },
		},
		walking(
			group(
				'Player',
				[lamp('Candle light', 'point', { color: '#ffb765', intensity: 18, at: [0.3, 0.5, -0.3] })],
				{ at: [0, 0.85, 7.5] },
			),
			{ radius: 0.32, height: 1.6 },
		),
	);

const shown = (documentOf: DocumentOf): EntityDraft[] => [
	counter(documentOf, 'Keys shown', {
		...{ place: 'topLeft', content: 'Keys 0/2', words: 'Keys {score}/2', color: '#ffd866' },
		intro: 'Find two keys, and leave by the front door. Keep away from the ghosts!',
	}),
	counter(documentOf, 'Time left', {
		...{ place: 'top', content: 'Time 150 s', words: 'Time {candle} s', color: '#ffffff', silent: true },
	}),
	lives(documentOf),
];

const door = (documentOf: DocumentOf): EntityDraft =>
	wearing(
		documentOf,
		{ Door: { keys: 2, by: [2.2, 0, 0], seconds: 1.2 } },
		withValues(
			group(
				'Front door',
				[
					shape('Leaf', 'box', { size: [2.2, 2.6, 0.14], color: '#5d3a25', roughness: 0.6 }),
					shape('Upper panel', 'box', { at: [0, 0.6, 0.08], size: [1.6, 0.9, 0.06], color: '#6f4730' }),
					shape('Lower panel', 'box', { at: [0, -0.6, 0.08], size: [1.6, 0.9, 0.06], color: '#6f4730' }),
					shape('Knob', 'sphere', { at: [0.85, 0, 0.14], size: 0.14, color: '#e0b64a', metalness: 0.8 }),
				],
				{ at: [0, 1.3, -10] },
			),
			{ collider: true, 'collider.size': [2.2, 2.6, 0.2] },
		),
	);

function key(documentOf: DocumentOf, name: string, at: Point): EntityDraft {
	const gold = (draft: EntityDraft) => glowing(draft, '#c8912a', 0.7);
	const look = { color: '#ffcf57', metalness: 0.4, roughness: 0.3 };
	return wearing(
		documentOf,
		{ Collect: { who: 'Player' }, Spin: { speed: 70 } },
		sensing(
			group(
				name,
				[
					gold(shape('Bow', 'torus', { ...look, at: [0, 0.2, 0], size: [0.3, 0.3, 0.3] })),
					gold(shape('Shank', 'cylinder', { ...look, at: [0, -0.12, 0], size: [0.06, 0.44, 0.06] })),
					gold(shape('Bit', 'box', { ...look, at: [0.08, -0.28, 0], size: [0.14, 0.06, 0.05] })),
					gold(shape('Other bit', 'box', { ...look, at: [0.07, -0.18, 0], size: [0.11, 0.05, 0.05] })),
				],
				{ at },
			),
			0.7,
		),
	);
}

/** Goes to and fro, through walls if need be. */
function ghost(documentOf: DocumentOf, name: string, at: Point, by: Point, speed: number): EntityDraft {
	const pale = (draft: EntityDraft) => glowing(draft, '#7fb7d8', 0.22);
	return wearing(
		documentOf,
		{ Patrol: { by: [...by], speed, wait: 1, turns: true }, Hurt: { who: 'Player', pause: 2 } },
		sensing(
			group(
				name,
				[
					pale(
						shape('Hood', 'sphere', {
							at: [0, 0.35, 0],
							size: [0.75, 0.8, 0.7],
							color: '#dcecf5',
							roughness: 1,
						}),
					),
					pale(
						shape('Robe', 'cone', { at: [0, -0.25, 0], size: [1, 1.4, 0.9], color: '#cfe3ef', roughness: 1 }),
					),
					pale(
						shape('Left hand', 'sphere', {
							at: [-0.42, -0.02, -0.32],
							size: [0.22, 0.2, 0.42],
							color: '#dcecf5',
						}),
					),
					pale(
						shape('Right hand', 'sphere', {
							at: [0.42, -0.02, -0.32],
							size: [0.22, 0.2, 0.42],
							color: '#dcecf5',
						}),
					),
					...[0, 1, 2, 3, 4, 5].map((hem) =>
						pale(
							shape(`Hem ${hem + 1}`, 'sphere', {
								at: [
									Number((Math.sin(hem * 1.047) * 0.36).toFixed(3)),
									-0.92,
									Number((Math.cos(hem * 1.047) * 0.33).toFixed(3)),
								],
								size: [0.34, 0.36, 0.34],
								color: '#cfe3ef',
								roughness: 1,
							}),
						),
					),
					shape('Mouth', 'sphere', { at: [0, 0.2, -0.33], size: [0.16, 0.2, 0.08], color: '#14202b' }),
					shape('Left eye', 'sphere', {
						at: [-0.15, 0.42, -0.31],
						size: [0.12, 0.18, 0.08],
						color: '#14202b',
					}),
					shape('Right eye', 'sphere', {
						at: [0.15, 0.42, -0.31],
						size: [0.12, 0.18, 0.08],
						color: '#14202b',
					}),
				],
				{ at },
			),
			0.5,
		),
	);
}

/** What to do, on the walls. */
const writing = (): EntityDraft[] => [
	written('Words above the door', 'Two keys open me', [0, 2.78, -9.8], 0.22),
	written('Words in the hall', 'Drag to look around', [0, 2.35, 2], 0.16),
];

const written = (name: string, text: string, at: Point, height: number): EntityDraft =>
	withValues(glowing(words(name, text, { at, height, color: '#ffdf9e' }), '#d99a3c', 0.8), {
		'text.depth': 0.01,
	});

/** Out of the house. */
const goal = (documentOf: DocumentOf): EntityDraft =>
	wearing(
		documentOf,
		{ Trigger: { message: 'win', leaveMessage: '', who: 'Player', once: true } },
		withValues(group('Way out', [], { at: [0, 1, -13.5] }), {
			...{ collider: true, 'collider.sensor': true, 'collider.size': [6, 3, 1.5] },
		}),
	);

const lights = (): EntityDraft[] => [
	lamp('Dark air', 'ambient', { color: '#5d73a0', intensity: 1.7, at: [0, 2.6, 5] }),
	lamp('Moon', 'directional', {
		...{ color: '#9dbbe8', intensity: 1.2, at: [6, 9, -20], turn: 160, tilt: -42, castShadow: true },
	}),
	lamp('Hall candle', 'point', { color: '#ff9d4d', intensity: 9, at: [-1.6, 2.1, 0.4] }),
	lamp('Left candle', 'point', { color: '#ff9d4d', intensity: 9, at: [-8.3, 1.7, -1] }),
	lamp('Light of the first key', 'point', { color: '#ffd98a', intensity: 2.5, at: [-7.2, 1.5, 3.2] }),
	lamp('Light of the second key', 'point', { color: '#ffd98a', intensity: 2.5, at: [7.2, 1.5, -6.2] }),
	lamp('Right candle', 'point', { color: '#ff9d4d', intensity: 8, at: [8.3, 1.7, -2] }),
];
