import { describe, expect, it } from 'vitest';
import { ground, playBehaviours, walker } from '../../../../tests/helpers/behaviour-game.ts';
import { idOf, thing } from '../../../../tests/helpers/game.ts';

describe('Patrol', () => {
	const point = (name: string, x: number, z: number) => thing(name, { position: [x, 0, z] });

	it('[T60] goes to and fro, and waits at each end', async () => {
		const { advance, at } = await playBehaviours([
			thing('Lift', {}, { Patrol: { by: [0, 2, 0], speed: 2, wait: 0.5 } }),
		]);
		advance(60);
		expect(at('Lift')[1]).toBeCloseTo(2, 4);
		advance(25);
		expect(at('Lift')[1]).toBeCloseTo(2, 4);
		advance(35);
		expect(at('Lift')[1]).toBeLessThan(1.2);
		advance(40);
		expect(at('Lift')[1]).toBeCloseTo(0, 4);
	});

	it('[T60] goes around its points, looking there', async () => {
		const points = {
			pointA: { entity: idOf('A') },
			pointB: { entity: idOf('B') },
			pointC: { entity: idOf('C') },
		};
		const { advance, at, simulation } = await playBehaviours([
			point('A', 2, 0),
			point('B', 2, 2),
			point('C', 0, 2),
			thing('Guard', {}, { Patrol: { ...points, speed: 2, wait: 0, way: 'around', turns: true } }),
		]);
		const visited: string[] = [];
		for (let side = 0; side < 3; side++) {
			advance(61);
			visited.push(at('Guard').map(Math.round).join());
		}
		expect(visited).toEqual(['2,0,0', '2,0,2', '0,0,2']);
		const { forward } = simulation.scripts.game.find('Guard')!;
		expect(forward.x).toBeCloseTo(Math.SQRT1_2, 1);
		expect(forward.z).toBeCloseTo(-Math.SQRT1_2, 1);
	});

	it('[T60] carries who stands on it, and stops when told', async () => {
		const { advance, at, simulation } = await playBehaviours([
			thing(
				'Platform',
				{
					position: [0, -0.5, 0],
					rigidBody: true,
					'rigidBody.type': 'kinematic',
					collider: true,
					'collider.size': [4, 1, 4],
				},
				{ Patrol: { by: [10, 0, 0], speed: 2 } },
			),
			walker('Player', [0, 0, 0], { CharacterWalk: {} }),
		]);
		advance(120);
		expect(at('Player')[0]).toBeGreaterThan(3.5);
		simulation.scripts.game.find('Platform')!.send('stop');
		advance(1);
		const [x] = at('Platform');
		advance(60);
		expect(at('Platform')[0]).toBe(x);
	});
});

describe('Chase and Flee', () => {
	it('[T60] chases who comes near, and stops before them', async () => {
		const chase = { speed: 2, sees: 6, stopsAt: 1 };
		const { advance, at } = await playBehaviours([
			ground,
			thing('Player', { position: [0, 0.8, 0] }),
			walker('Near', [5, 0, 0], { Chase: chase }),
			walker('Far', [-9, 0, 0], { Chase: chase }),
			thing('Ghost', { position: [0, 0.8, 5] }, { Chase: { ...chase, target: { entity: idOf('Near') } } }),
		]);
		advance(60);
		expect(at('Near')[0]).toBeCloseTo(3, 1);
		advance(120);
		expect(at('Near')[0]).toBeCloseTo(1, 1);
		expect(at('Near')[1]).toBeCloseTo(0.82, 1);
		expect(at('Far')[0]).toBe(-9);
		advance(120);
		const [near, ghost] = [at('Near'), at('Ghost')];
		expect(Math.hypot(near[0] - ghost[0], near[2] - ghost[2])).toBeCloseTo(1, 1);
	});

	it('[T60] flees from who comes near, until that is far enough', async () => {
		const { advance, at } = await playBehaviours([
			ground,
			thing('Player', { position: [0, 0.8, 0] }),
			walker('Hare', [2, 0, 0], { Flee: { fears: 5, speed: 3 } }),
			thing('Bird', { position: [0, 1, 0] }, { Flee: { fears: 5, speed: 3 } }),
		]);
		advance(120);
		for (const name of ['Hare', 'Bird']) {
			expect(at(name)[0]).toBeGreaterThanOrEqual(4.9);
			expect(at(name)[0]).toBeLessThan(5.2);
		}
		expect(at('Hare')[1]).toBeCloseTo(0.82, 1);
	});
});
