import type { EntityDraft } from '../../../doc/commands/add-entities.ts';
import display from '../display.ts.txt?raw';
import { airy, counter, glowing, idOf, named, solid, wearing, withValues } from '../game-parts.ts';
import { group, heaven, lamp, shape, viewpoint, type Point } from '../shapes.ts';
import type { DocumentOf, Starter } from '../starter.ts';
import cannonText from './cannon.ts.txt?raw';
import crownText from './crown.ts.txt?raw';
import { land } from './land.ts';

const STONES = ['#d9c19a', '#c3a074', '#e8d5b2'] as const;
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
		...shown(documentOf),
		path(),
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
		lamp('Warm air', 'ambient', { color: '#ffe9c9', intensity: 0.4, at: [-8, 8, 12] }),
	],
};

function ball(): readonly EntityDraft[] {
	const round = shape('Ball', 'sphere', { size: 0.7, color: '#3a414b', roughness: 0.35, metalness: 0.4 });
	const values = {
		rigidBody: true,
		'rigidBody.mass': 12,
		'rigidBody.ccd': true,
		'rigidBody.angularDamping': 1.5,
	};
	return [solid(round, { ...values, 'collider.restitution': 0.2 })];
}

const IRON = { color: '#56616f', metalness: 0.35, roughness: 0.45 } as const;

const cannon = (documentOf: DocumentOf): EntityDraft =>
	wearing(
		documentOf,
		{ Cannon: { ball: { prefab: documentOf('Ball') }, balls: BALLS, path: { entity: idOf('puzzle-path') } } },
		group(
			'Cannon',
			[
				shape('Barrel', 'cylinder', {
					...{ ...IRON, at: [0, 0, -0.45], size: [0.85, 2, 0.85], tilt: -90 },
				}),
				shape('Muzzle', 'torus', { at: [0, 0, -1.4], size: [0.95, 0.95, 0.6], color: GOLD, metalness: 0.4 }),
				shape('Middle ring', 'torus', {
					...{ at: [0, 0, -0.5], size: [0.98, 0.98, 0.5], color: GOLD, metalness: 0.4 },
				}),
				shape('Breech', 'sphere', { ...IRON, at: [0, 0, 0.5], size: 0.95 }),
				shape('Knob', 'sphere', { at: [0, 0, 1.02], size: 0.24, color: GOLD, metalness: 0.4 }),
			],
			{ at: [0, 1.1, 12] },
		),
	);

const shown = (documentOf: DocumentOf): EntityDraft[] => [
	counter(documentOf, 'Crowns shown', {
		...{ place: 'topLeft', content: 'Crowns 0/3', words: 'Crowns {score}/3', color: '#ffd866' },
		intro: 'Aim along the dots, and shoot all three crowns off their towers!',
	}),
	counter(documentOf, 'Balls left', {
		...{ place: 'topRight', content: `Balls ${BALLS}`, words: 'Balls {balls}', color: '#ffffff' },
	}),
];

/** Shows where a ball will fly. */
const path = (): EntityDraft =>
	named(
		group(
			'Path',
			[0, 1, 2, 3, 4, 5, 6].map((i) =>
				airy(
					glowing(
						shape(`Dot ${i + 1}`, 'sphere', {
							at: [0, 1.4, 10 - i * 2],
							size: 0.2 - i * 0.015,
							color: '#fff3c4',
						}),
						'#ffe08a',
						0.8,
					),
				),
			),
		),
		'puzzle-path',
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
		shape('Wall', 'box', { at: [4.2, 0.9, 0.6], size: [3, 1.8, 0.5], color: '#b0694a', roughness: 0.95 }),
	),
	...[0, 1, 2, 3, 4, 5].map((j) =>
		shape(`Joint ${j + 1}`, 'box', {
			...{ at: [4.2, 0.26 + j * 0.28, 0.855], size: [3, 0.03, 0.02], color: '#e0b79b', roughness: 1 },
		}),
	),
	...[0, 1].map((i) => block(`Right stone ${i + 1}`, [4.2, 0.6 + i * 1.2, -3], [1.3, 1.2, 1.3], i + 1)),
	crown(documentOf, 3, [4.2, 2.58, -3]),
];
