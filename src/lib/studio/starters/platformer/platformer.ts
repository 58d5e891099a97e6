import type { EntityDraft } from '../../../doc/commands/add-entities.ts';
import display from '../display.ts.txt?raw';
import {
	copyOf,
	counter,
	glowing,
	lives,
	sensing,
	solid,
	walking,
	wearing,
	withValues,
} from '../game-parts.ts';
import { group, heaven, lamp, shape, viewpoint, words, type Point } from '../shapes.ts';
import type { DocumentOf, Starter } from '../starter.ts';
import { ISLANDS, islandsOf } from './islands.ts';

const GOLD = '#ffc53d';
const COINS: readonly Point[] = [
	...([[0, 1, -2], [0, 1.9, -5], [0, 1, -8.5], [2.5, 2.6, -16]] as const), // prettier-ignore
	...([[-3, 2.6, -31], [3, 2.6, -31], [0, 3.7, -40.2], [0, 4.7, -43.6]] as const), // prettier-ignore
];

/** Islands in the sky: jump, gather coins, and reach the flag. */
export const platformer: Starter = {
	id: 'platformer',
	models: [],
	behaviours: [
		...['CharacterWalk', 'Respawn', 'Spin', 'FollowCamera', 'Patrol', 'Health', 'Hurt', 'Collect'],
		...['Trigger', 'Score', 'WinLose'],
	],
	scripts: { Display: display },
	prefabs: { Coin: coin, Spike: spike },
	build: (_, documentOf) => [
		wearing(
			documentOf,
			{ Score: {}, WinLose: { winWords: 'You reached the flag!', loseWords: 'Out of lives. Try again!' } },
			group('Rules', []),
		),
		hero(documentOf),
		viewpoint('Camera', [0, 5, 10.5], 0, -24),
		coinsShown(documentOf),
		lives(documentOf),
		group(
			'Coins',
			COINS.map((at, i) => copyOf(documentOf, 'Coin', `Coin ${i + 1}`, { at })),
		),
		group('Islands', islandsOf(ISLANDS)),
		lift(documentOf),
		group('Dangers', dangers(documentOf)),
		checkpoint(documentOf),
		flag(documentOf),
		...signs(),
		heaven('Sky', {
			...{ sunHeight: 48, sunDirection: -38, haze: 0.05, ground: '#a8d0ea', intensity: 0.6, exposure: 0.95 },
		}),
		lamp('Sun', 'directional', {
			...{ color: '#fff3dc', intensity: 2.4, at: [-8, 14, 6], turn: -35, tilt: -52, castShadow: true },
		}),
		// Shadows on grass would be as blue as the sky.
		lamp('Warm air', 'ambient', { color: '#ffe9c9', intensity: 0.55, at: [-6, 8, 6] }),
	],
};

function coin(documentOf: DocumentOf): readonly EntityDraft[] {
	const look = { color: GOLD, metalness: 0.35, roughness: 0.3, tilt: 90 };
	const gold = (draft: EntityDraft) => glowing(draft, '#c98a00', 0.35);
	const parts = [
		gold(shape('Disc', 'cylinder', { ...look, size: [0.62, 0.1, 0.62] })),
		gold(shape('Rim', 'torus', { ...look, tilt: 0, size: [0.66, 0.66, 0.5] })),
		gold(shape('Mark', 'cylinder', { ...look, size: [0.3, 0.16, 0.3], color: '#ffe08a' })),
	];
	return [
		wearing(
			documentOf,
			{ Collect: { who: 'Player' }, Spin: { speed: 120 } },
			sensing(group('Coin', parts), 0.55),
		),
	];
}

function spike(documentOf: DocumentOf): readonly EntityDraft[] {
	const cones = [-0.35, 0, 0.35].map((x, i) =>
		shape(`Point ${i + 1}`, 'cone', {
			at: [x, 0.3, 0],
			size: [0.32, 0.6, 0.32],
			color: '#c9ced6',
			metalness: 0.6,
		}),
	);
	return [
		wearing(
			documentOf,
			{ Hurt: { who: 'Player' } },
			withValues(group('Spike', cones), {
				...{
					collider: true,
					'collider.sensor': true,
					'collider.size': [1, 0.5, 0.5],
					'collider.offset': [0, 0.25, 0],
				},
			}),
		),
	];
}

const BLUE = '#3f6fd8';

/** The player. */
const hero = (documentOf: DocumentOf): EntityDraft =>
	wearing(
		documentOf,
		{
			CharacterWalk: { speed: 5, jumpHeight: 1.8, forward: 'world', sprint: 1 },
			FollowCamera: { distance: 8, height: 4.5, smooth: 0.18 },
			Health: { health: 3, safe: 1.5, atDeath: 'loses the game', variable: 'lives' },
			Respawn: { below: -7, costs: 1 },
		},
		walking(
			group(
				'Player',
				[
					shape('Body', 'capsule', {
						at: [0, -0.1, 0],
						size: [0.62, 0.55, 0.55],
						color: BLUE,
						roughness: 0.5,
					}),
					shape('Head', 'sphere', { at: [0, 0.42, 0], size: 0.56, color: '#f1c9a5', roughness: 0.6 }),
					shape('Cap', 'sphere', {
						at: [0, 0.54, 0.02],
						size: [0.6, 0.38, 0.6],
						color: '#d9433b',
						roughness: 0.6,
					}),
					shape('Brim', 'cylinder', { at: [0, 0.5, -0.24], size: [0.42, 0.05, 0.4], color: '#d9433b' }),
					shape('Left eye', 'sphere', { at: [-0.11, 0.4, -0.25], size: 0.08, color: '#20242c' }),
					shape('Right eye', 'sphere', { at: [0.11, 0.4, -0.25], size: 0.08, color: '#20242c' }),
					shape('Left hand', 'sphere', { at: [-0.37, -0.12, -0.04], size: 0.2, color: '#f1c9a5' }),
					shape('Right hand', 'sphere', { at: [0.37, -0.12, -0.04], size: 0.2, color: '#f1c9a5' }),
					shape('Rucksack', 'sphere', {
						at: [0, -0.02, 0.27],
						size: [0.44, 0.46, 0.3],
						color: '#f2a93b',
						roughness: 0.7,
					}),
					shape('Flap', 'sphere', { at: [0, 0.1, 0.33], size: [0.4, 0.18, 0.22], color: '#c97a24' }),
					shape('Left foot', 'sphere', {
						at: [-0.16, -0.52, -0.05],
						size: [0.26, 0.2, 0.38],
						color: '#6a4326',
					}),
					shape('Right foot', 'sphere', {
						at: [0.16, -0.52, -0.05],
						size: [0.26, 0.2, 0.38],
						color: '#6a4326',
					}),
				],
				{ at: [0, 0.7, 2.2] },
			),
			{ radius: 0.33, height: 1.24 },
		),
	);

const coinsShown = (documentOf: DocumentOf): EntityDraft =>
	counter(documentOf, 'Coins shown', {
		...{ place: 'topLeft', color: '#ffd866' },
		...{ content: `Coins 0/${COINS.length}`, words: `Coins {score}/${COINS.length}` },
		intro: 'Jump from island to island, and reach the flag!',
	});

/** Carries whoever stands on it. */
const lift = (documentOf: DocumentOf): EntityDraft =>
	wearing(
		documentOf,
		{ Patrol: { by: [0, 0, -6], speed: 2.2, wait: 1.2 } },
		withValues(
			{
				...solid(
					shape('Lift', 'box', { at: [2.5, 1.4, -20], size: [3, 0.4, 3], color: '#7a49c9', roughness: 0.5 }),
				),
				// As large as the lift is, in its own measures.
				children: [
					shape('Deck', 'box', { at: [0, 0.46, 0], size: [0.9, 0.1, 0.9], color: '#c79bff', roughness: 0.6 }),
					glowing(
						shape('Engine', 'cone', { at: [0, -1.1, 0], size: [0.4, 1.4, 0.4], color: '#ffcf6b', tilt: 180 }),
						'#ff9d2e',
						0.8,
					),
				],
			},
			{ rigidBody: true, 'rigidBody.type': 'kinematic' },
		),
	);

const dangers = (documentOf: DocumentOf): EntityDraft[] => [
	...[-4, -3, -2, -1, 0, 1, 2, 3, 4].map((x, i) =>
		copyOf(documentOf, 'Spike', `Spikes ${i + 1}`, { at: [x, 1.6, -33] }),
	),
	wearing(
		documentOf,
		{ Patrol: { by: [6, 0, 0], speed: 2.5, wait: 0.2 }, Hurt: { who: 'Player' } },
		sensing(
			group(
				'Roller',
				[
					shape('Ball', 'sphere', { size: 1, color: '#2f3440', roughness: 0.4 }),
					shape('Belt', 'torus', { size: [1.15, 1.15, 0.6], color: '#d9433b', tilt: 90 }),
				],
				{ at: [-3, 2.1, -35.6] },
			),
			0.5,
		),
	),
];

/** Who falls later begins anew here. */
const checkpoint = (documentOf: DocumentOf): EntityDraft =>
	wearing(
		documentOf,
		{ Trigger: { message: 'checkpoint', leaveMessage: '', who: 'Player', once: true } },
		withValues(
			group(
				'Checkpoint',
				[
					shape('Left post', 'cylinder', { at: [-2.2, 1.2, 0], size: [0.2, 2.4, 0.2], color: '#f2f4f8' }),
					shape('Right post', 'cylinder', { at: [2.2, 1.2, 0], size: [0.2, 2.4, 0.2], color: '#f2f4f8' }),
					shape('Banner', 'box', { at: [0, 2.3, 0], size: [4.4, 0.4, 0.06], color: '#35b26f' }),
				],
				{ at: [0, 1.6, -30] },
			),
			{
				collider: true,
				'collider.sensor': true,
				'collider.size': [9, 3, 0.6],
				'collider.offset': [0, 1.2, 0],
			},
		),
	);

const flag = (documentOf: DocumentOf): EntityDraft =>
	wearing(
		documentOf,
		{ Trigger: { message: 'win', leaveMessage: '', who: 'Player', once: true } },
		sensing(
			group(
				'Flag',
				[
					shape('Pole', 'cylinder', {
						at: [0, 1.5, 0],
						size: [0.12, 3, 0.12],
						color: '#f2f4f8',
						metalness: 0.4,
					}),
					shape('Cloth', 'box', { at: [0.65, 2.5, 0], size: [1.2, 0.8, 0.06], color: '#f0524f' }),
					shape('Knob', 'sphere', { at: [0, 3.05, 0], size: 0.24, color: GOLD, metalness: 0.7 }),
				],
				{ at: [0, 4, -48.5] },
			),
			1,
		),
	);

const signs = (): EntityDraft[] => [
	sign('First sign', 'Reach the flag!\nJump over gaps.', [2.3, 0, -1.6], -12),
	sign('Second sign', 'Wait for the lift', [4.3, 1.6, -17], -14),
];

const sign = (name: string, text: string, at: Point, turn: number): EntityDraft =>
	group(
		name,
		[
			shape('Post', 'box', { at: [0, 0.45, 0], size: [0.12, 0.9, 0.12], color: '#7a5638' }),
			shape('Board', 'box', { at: [0, 1.15, 0], size: [2.1, 0.75, 0.08], color: '#caa06a' }),
			withValues(words('Words', text, { at: [0, 1.15, 0.06], height: 0.17, color: '#3b2a1b' }), {
				'text.depth': 0.01,
			}),
		],
		{ at, turn },
	);
