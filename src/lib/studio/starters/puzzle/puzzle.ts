import type { EntityDraft } from '../../../doc/commands/add-entities.ts';
import display from '../display.ts.txt?raw';
import { caption, glowing, solid, wearing, withValues } from '../game-parts.ts';
import { group, heaven, lamp, shape, viewpoint, type Point } from '../shapes.ts';
import type { DocumentOf, Starter } from '../starter.ts';
import cannonText from './cannon.ts.txt?raw';
import crownText from './crown.ts.txt?raw';

const STONES = ['#c8b79b', '#b7a385', '#d5c6ac'] as const;
const GOLD = '#f2b632';
const BALLS = 6;

/** Three towers with crowns: bring them down with six cannon balls. */
export const puzzle: Starter = {
	id: 'puzzle',
	models: [],
	behaviours: ['Spin', 'Score', 'WinLose'],
	scripts: { Cannon: cannonText, Crown: crownText, Display: display },
	prefabs: { Ball: ball },
	build: (_, documentOf) => [
		wearing(
			documentOf,
			{
				Score: {},
				WinLose: {
					collect: 3,
					winWords: 'All crowns are down!',
					loseWords: 'No balls are left. Try again!',
				},
			},
			group('Rules', []),
		),
		cannon(documentOf),
		viewpoint('Camera', [0, 4.6, 19], 0, -9),
		shown(documentOf),
		group('Left tower', leftTower(documentOf)),
		group('Middle tower', middleTower(documentOf)),
		group('Right tower', rightTower(documentOf)),
		land(documentOf),
		heaven('Morning sky', {
			...{ sunHeight: 38, sunDirection: -50, haze: 0.12, ground: '#8c8a6a', intensity: 0.75, exposure: 0.85 },
		}),
		lamp('Sun', 'directional', {
			...{ color: '#fff0d2', intensity: 2.6, at: [-10, 14, 12], turn: -40, tilt: -45, castShadow: true },
		}),
	],
};

function ball(): readonly EntityDraft[] {
	const round = shape('Ball', 'sphere', { size: 0.7, color: '#30343b', roughness: 0.35, metalness: 0.7 });
	const values = {
		rigidBody: true,
		'rigidBody.mass': 12,
		'rigidBody.ccd': true,
		'rigidBody.angularDamping': 1.5,
	};
	return [solid(round, { ...values, 'collider.restitution': 0.2 })];
}

const cannon = (documentOf: DocumentOf): EntityDraft =>
	wearing(
		documentOf,
		{ Cannon: { ball: { prefab: documentOf('Ball') }, balls: BALLS } },
		group(
			'Cannon',
			[
				shape('Barrel', 'cylinder', {
					...{ at: [0, 0, -0.45], size: [0.85, 2, 0.85], color: '#3a404a', metalness: 0.7, roughness: 0.35 },
					tilt: -90,
				}),
				shape('Muzzle', 'torus', { at: [0, 0, -1.4], size: [0.95, 0.95, 0.6], color: GOLD, metalness: 0.6 }),
				shape('Breech', 'sphere', { at: [0, 0, 0.5], size: 0.95, color: '#3a404a', metalness: 0.7 }),
			],
			{ at: [0, 1.1, 12] },
		),
	);

const shown = (documentOf: DocumentOf): EntityDraft =>
	wearing(
		documentOf,
		{
			Display: {
				words: 'Crowns {score}/3   Balls {balls}',
				intro: 'Aim the cannon, and shoot all three crowns off their towers.',
			},
		},
		caption('Display', 'Crowns 0/3'),
	);

function block(name: string, at: Point, size: Point, tone: number): EntityDraft {
	const [x, y, z] = size;
	const color = STONES[tone % STONES.length] ?? STONES[0];
	return solid(shape(name, 'box', { at, size, color, roughness: 0.9 }), {
		rigidBody: true,
		'rigidBody.mass': Number((x * y * z * 2).toFixed(2)),
		'collider.friction': 0.8,
	});
}

function crown(documentOf: DocumentOf, number: number, at: Point): EntityDraft {
	const look = { color: GOLD, metalness: 0.8, roughness: 0.25 };
	const points = [0, 1, 2, 3, 4].map((i) => {
		const angle = (i / 5) * Math.PI * 2;
		const foot = [
			Number((Math.sin(angle) * 0.3).toFixed(3)),
			0.32,
			Number((Math.cos(angle) * 0.3).toFixed(3)),
		];
		return shape(`Point ${i + 1}`, 'cone', {
			...look,
			at: foot as unknown as Point,
			size: [0.22, 0.4, 0.22],
		});
	});
	const held = group(
		`Crown ${number}`,
		[
			shape('Ring', 'cylinder', { ...look, at: [0, 0, 0], size: [0.8, 0.36, 0.8] }),
			glowing(shape('Gem', 'sphere', { at: [0, 0, 0.4], size: 0.2, color: '#c4283c' }), '#c4283c', 0.6),
			...points,
		],
		{ at },
	);
	const outline = {
		collider: true,
		'collider.shape': 'cylinder',
		'collider.radius': 0.4,
		'collider.height': 0.36,
	};
	return wearing(
		documentOf,
		{ Crown: {} },
		withValues(held, { ...outline, rigidBody: true, 'rigidBody.mass': 1, 'rigidBody.angularDamping': 3 }),
	);
}

/** A plain pile. */
const leftTower = (documentOf: DocumentOf): EntityDraft[] => [
	...[0, 1, 2, 3].map((i) => block(`Left stone ${i + 1}`, [-4.2, 0.6 + i * 1.2, -2], [1.3, 1.2, 1.3], i)),
	crown(documentOf, 1, [-4.2, 4.98, -2]),
];

/** Two storeys on pillars. */
const middleTower = (documentOf: DocumentOf): EntityDraft[] => [
	...[0, 1].flatMap((storey) => {
		const foot = storey * 2.4;
		return [
			block(`Left pillar ${storey + 1}`, [-1, foot + 1, -5], [0.6, 2, 0.9], storey),
			block(`Right pillar ${storey + 1}`, [1, foot + 1, -5], [0.6, 2, 0.9], storey + 1),
			block(`Beam ${storey + 1}`, [0, foot + 2.2, -5], [2.8, 0.4, 1], storey + 2),
		];
	}),
	crown(documentOf, 2, [0, 4.98, -5]),
];

/** Behind a wall that no ball breaks: over it. */
const rightTower = (documentOf: DocumentOf): EntityDraft[] => [
	solid(
		shape('Wall', 'box', { at: [4.2, 0.9, 0.6], size: [3, 1.8, 0.5], color: '#8a5a44', roughness: 0.95 }),
	),
	...[0, 1].map((i) => block(`Right stone ${i + 1}`, [4.2, 0.6 + i * 1.2, -3], [1.3, 1.2, 1.3], i + 1)),
	crown(documentOf, 3, [4.2, 2.58, -3]),
];

const land = (documentOf: DocumentOf): EntityDraft =>
	group('Land', [
		solid(shape('Meadow', 'box', { at: [0, -0.5, 0], size: [120, 1, 120], color: '#87a25b', roughness: 1 })),
		shape('Yard', 'cylinder', { at: [0, 0.01, -2.5], size: [17, 0.02, 13], color: '#b9a983', roughness: 1 }),
		shape('Platform', 'cylinder', {
			at: [0, 0.2, 12],
			size: [3.6, 0.4, 3.6],
			color: '#8d8474',
			roughness: 0.9,
		}),
		shape('Left wheel', 'cylinder', {
			...{ at: [-0.75, 0.85, 12.1], size: [1.2, 0.2, 1.2], color: '#6f4b32', tilt: 90, turn: 90 },
		}),
		shape('Right wheel', 'cylinder', {
			...{ at: [0.75, 0.85, 12.1], size: [1.2, 0.2, 1.2], color: '#6f4b32', tilt: 90, turn: 90 },
		}),
		flag(documentOf, 'Left flag', -9),
		flag(documentOf, 'Right flag', 9),
		...[-22, -14, -5, 6, 15, 24].map((x, i) =>
			shape(`Hill ${i + 1}`, 'sphere', {
				at: [x, -2, -30 - (i % 3) * 4],
				size: [18, 9 + (i % 2) * 5, 10],
				color: i % 2 ? '#7c9a57' : '#6c8c4f',
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
