import { describe, expect, it } from 'vitest';
import {
	ground,
	LOOKS_ALONG_X,
	playBehaviours,
	RIGHT,
	walker,
} from '../../../../tests/helpers/behaviour-game.ts';
import { idOf, thing } from '../../../../tests/helpers/game.ts';

const wall = (x: number) =>
	thing('Wall', { position: [x, 2, 0], collider: true, 'collider.size': [1, 4, 60] });

describe('CharacterWalk', () => {
	it('[T60] walks as told, stops when let go, and is held by walls', async () => {
		const { advance, at } = await playBehaviours([
			ground,
			wall(6),
			walker('Player', [0, 0, 0], { CharacterWalk: { speed: 3 } }),
		]);
		advance(60, { values: { moveX: 1 } });
		expect(at('Player')[0]).toBeCloseTo(3, 1);
		expect(at('Player')[1]).toBeCloseTo(0.82, 1);
		advance(60);
		expect(at('Player')[0]).toBeCloseTo(3, 1);
		advance(120, { values: { moveX: 1 } });
		expect(at('Player')[0]).toBeCloseTo(5.2, 1);
	});

	it('[T60] runs while sprint is held', async () => {
		const { advance, at } = await playBehaviours([
			ground,
			walker('Player', [0, 0, 0], { CharacterWalk: { speed: 3, sprint: 2 } }),
		]);
		advance(60, { values: { moveX: 1, sprint: 1 } });
		expect(at('Player')[0]).toBeCloseTo(6, 1);
	});

	it('[T57] [T68] asks for no button that would change nothing', async () => {
		for (const [fields, buttons] of [
			[{ sprint: 1, jumpHeight: 0 }, []],
			[{ sprint: 2, jumpHeight: 1 }, ['jump', 'sprint']],
		] as const)
			for (const script of ['CharacterWalk', 'FirstPerson']) {
				const camera = thing('Camera', { camera: true });
				const { advance } = await playBehaviours([
					ground,
					camera,
					walker('Player', [0, 0, 0], { [script]: fields }),
				]);
				const asked = advance(30).flatMap((one) => (one.type === 'ask' ? [one.action] : []));
				expect(asked.filter((name) => !/^(move|look)/.test(name)).sort()).toEqual(buttons);
			}
	});

	it('[T60] jumps as high as it says, once, and lands', async () => {
		const { advance, at } = await playBehaviours([
			ground,
			walker('Player', [0, 0, 0], { CharacterWalk: { jumpHeight: 2 } }),
		]);
		advance(10);
		const feet = at('Player')[1];
		let top = feet;
		for (let tick = 0; tick < 40; tick++) {
			// Pressed anew in the air: it must not jump again.
			advance(1, { values: tick === 0 || tick === 20 ? { jump: 1 } : {} });
			top = Math.max(top, at('Player')[1]);
		}
		expect(top - feet).toBeGreaterThan(1.8);
		expect(top - feet).toBeLessThan(2.1);
		advance(60);
		expect(at('Player')[1]).toBeCloseTo(feet, 1);
	});

	it('[T60] goes away from the camera, wherever that looks', async () => {
		const camera = thing('Camera', { camera: true, rotation: LOOKS_ALONG_X });
		for (const [forward, x, z] of [
			['camera', 4, 0],
			['world', 0, -4],
		] as const) {
			const { advance, at } = await playBehaviours([
				ground,
				camera,
				walker('Player', [0, 0, 0], { CharacterWalk: { forward } }),
			]);
			advance(60, { values: { moveY: 1 } });
			expect(at('Player')[0]).toBeCloseTo(x, 1);
			expect(at('Player')[2]).toBeCloseTo(z, 1);
		}
	});

	it('[T60] says what it needs', async () => {
		const { logged } = await playBehaviours([thing('Player', {}, { CharacterWalk: {} })]);
		expect(logged(5)).toEqual([
			expect.stringMatching(/needs a rigid body \(Moved by scripts\) and a collider/),
		]);
	});
});

describe('Platformer', () => {
	const setup = (fields: Record<string, number>) =>
		playBehaviours([ground, walker('Player', [0, 0, 0], { Platformer: fields })]);

	it('[T60] runs to the left and right only, looking there', async () => {
		const { advance, at, simulation } = await setup({ speed: 5 });
		advance(60, { values: { moveX: -1, moveY: 1 } });
		expect(at('Player')[0]).toBeCloseTo(-5, 1);
		expect(at('Player')[2]).toBe(0);
		expect(simulation.scripts.game.find('Player')!.forward.x).toBeCloseTo(-1);
	});

	/** How high it comes, with jump held in these ticks. */
	const heightOf = async (fields: Record<string, number>, held: (tick: number) => boolean) => {
		const { advance, at } = await setup(fields);
		advance(10);
		const feet = at('Player')[1];
		let top = feet;
		for (let tick = 0; tick < 160; tick++) {
			advance(1, { values: held(tick) ? { jump: 1 } : {} });
			top = Math.max(top, at('Player')[1]);
		}
		expect(at('Player')[1]).toBeCloseTo(feet, 1);
		return top - feet;
	};

	it('[T60] jumps as high as it says, and less when let go early', async () => {
		const full = await heightOf({ jumpHeight: 2 }, (tick) => tick < 60);
		expect(full).toBeGreaterThan(1.8);
		expect(full).toBeLessThan(2.1);
		expect(await heightOf({ jumpHeight: 2 }, (tick) => tick < 5)).toBeLessThan(full * 0.7);
	});

	it('[T60] jumps again in the air as often as it may', async () => {
		const again = (tick: number) => tick < 20 || (tick > 24 && tick < 50);
		const once = await heightOf({ jumpHeight: 2 }, again);
		const twice = await heightOf({ jumpHeight: 2, airJumps: 1 }, again);
		expect(twice).toBeGreaterThan(once + 0.8);
	});

	it('[T60] still jumps a little after an edge, and not later', async () => {
		const platform = thing('Platform', { position: [0, 3.5, 0], collider: true, 'collider.size': [2, 1, 2] });
		const topAfter = async (ticks: number) => {
			const { advance, at } = await playBehaviours([
				platform,
				walker('Player', [0, 4, 0], { Platformer: { speed: 5, patience: 0.2 } }),
			]);
			advance(5);
			for (let tick = 0; tick < 60 && at('Player')[1] > 4.78; tick++) advance(1, RIGHT);
			advance(ticks, { values: { moveX: 1 } });
			let top = 0;
			for (let tick = 0; tick < 30; tick++) {
				advance(1, { values: { moveX: 1, jump: 1 } });
				top = Math.max(top, at('Player')[1]);
			}
			return top;
		};
		expect(await topAfter(1)).toBeGreaterThan(5.5);
		expect(await topAfter(30)).toBeLessThan(4.8);
	});
});

describe('TopDown', () => {
	it('[T60] goes in all directions as fast, with a body that walls hold and without', async () => {
		const { advance, at } = await playBehaviours([
			wall(2),
			walker('Player', [0, 0, 0], { TopDown: { speed: 3 } }),
			thing('Ghost', {}, { TopDown: { speed: 3 } }),
		]);
		advance(60, { values: { moveX: 1, moveY: 1 } });
		const far = 3 * Math.SQRT1_2;
		expect(at('Ghost')[0]).toBeCloseTo(far);
		expect(at('Ghost')[2]).toBeCloseTo(-far);
		expect(at('Player')[0]).toBeCloseTo(1.2, 1);
		expect(at('Player')[2]).toBeCloseTo(-far, 0);
		// Nothing lies under it, and it does not fall.
		expect(at('Player')[1]).toBeCloseTo(0.8);
	});
});

describe('FirstPerson', () => {
	it('[T60] goes where it looks, and its camera is where its eyes are', async () => {
		const { advance, at } = await playBehaviours([
			ground,
			thing('Camera', { camera: true }),
			walker('Player', [0, 0, 0], { FirstPerson: { speed: 4, eyes: 0.6 } }),
		]);
		const [asked] = advance(1, { look: [90, 0] });
		expect(asked).toEqual({ type: 'lock-pointer', on: true });
		advance(60, { values: { moveY: 1 } });
		expect(at('Player')[0]).toBeCloseTo(4, 1);
		expect(at('Player')[2]).toBeCloseTo(0, 1);
		advance(60, { values: { moveX: 1 } });
		expect(at('Player')[2]).toBeCloseTo(4, 1);
		const [x, y, z] = at('Player');
		expect(at('Camera')[0]).toBeCloseTo(x);
		expect(at('Camera')[1]).toBeCloseTo(y + 0.6);
		expect(at('Camera')[2]).toBeCloseTo(z);
	});

	it('[T60] jumps', async () => {
		const { advance, at } = await playBehaviours([
			ground,
			walker('Player', [0, 0, 0], { FirstPerson: { jumpHeight: 1 } }),
		]);
		advance(10);
		advance(20, { values: { jump: 1 } });
		expect(at('Player')[1]).toBeGreaterThan(1.6);
	});
});

describe('FollowCamera', () => {
	it.each([['behind'], ['around']])('[T60] keeps %s what it follows', async (view) => {
		const { advance, simulation } = await playBehaviours([
			thing('Camera', { camera: true, position: [0, 50, 0] }),
			thing('Player', {}, { FollowCamera: { view, distance: 5, height: 2 }, TopDown: { speed: 5 } }),
		]);
		advance(120, { values: { moveX: 1 } });
		advance(120);
		const { game } = simulation.scripts;
		const [camera, player] = [game.find('Camera')!, game.find('Player')!];
		expect(player.position.x).toBeCloseTo(10);
		expect(camera.distanceTo(player)).toBeGreaterThan(4.5);
		expect(camera.distanceTo(player)).toBeLessThan(7);
		const toPlayer = player.worldPosition.subtract(camera.worldPosition).normalize();
		expect(camera.forward.dot(toPlayer)).toBeGreaterThan(0.9);
	});

	it('[T60] follows whom it is told', async () => {
		const { advance, at } = await playBehaviours([
			thing(
				'Rules',
				{},
				{ FollowCamera: { target: { entity: idOf('Far') }, distance: 5, height: 2, smooth: 0 } },
			),
			thing('Camera', { camera: true }),
			thing('Far', { position: [30, 0, 0] }),
		]);
		advance(2);
		expect(at('Camera')).toEqual([30, 2, 5]);
	});
});

describe('Spin', () => {
	it('[T60] turns around its axis', async () => {
		const { advance, simulation } = await playBehaviours([
			thing('Coin', {}, { Spin: { axis: 'y', speed: 90 } }),
		]);
		advance(60);
		expect(simulation.scripts.game.find('Coin')!.forward.x).toBeCloseTo(-1);
	});
});

describe('Respawn', () => {
	it('[T60] comes back when it falls too deep, hurt when that costs something', async () => {
		const { advance, at, simulation } = await playBehaviours([
			thing(
				'Stone',
				{ rigidBody: true, collider: true, position: [1, 2, 3] },
				{ Respawn: { below: -5, costs: 2 }, Health: { variable: 'life' } },
			),
		]);
		advance(60);
		const deep = at('Stone')[1];
		expect(deep).toBeLessThan(-2);
		advance(30);
		expect(at('Stone')[1]).toBeGreaterThan(deep);
		expect(at('Stone')[0]).toBe(1);
		expect(simulation.scripts.game.vars['life']).toBe(1);
	});

	it('[T60] begins anew from where it heard “checkpoint”', async () => {
		const { advance, at, simulation } = await playBehaviours([
			thing('Ghost', {}, { Respawn: {}, TopDown: { speed: 3 } }),
		]);
		const { game } = simulation.scripts;
		advance(60, { values: { moveX: 1 } });
		game.find('Ghost')!.send('checkpoint');
		advance(60, { values: { moveX: 1 } });
		const [x] = at('Ghost');
		game.find('Ghost')!.send('respawn');
		advance(1);
		expect(x).toBeCloseTo(6);
		expect(at('Ghost')[0]).toBeCloseTo(3, 0);
	});
});
