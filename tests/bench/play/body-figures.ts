import { ColliderDesc, RigidBodyDesc, World } from '@dimforge/rapier3d-compat';
import { TICK_SECONDS } from '#lib/runtime/loop/fixed-step.ts';
import { Simulation } from '#lib/runtime/simulation.ts';
import type { EntityData } from '#lib/runtime/world/game-data.ts';
import { median, round, type Figure } from '../figure.ts';

const COUNT = 2000;
/** Bodies of a layer along one side. */
const SIDE = 20;
const TICKS_A_STRETCH = 30;
/** They fall, land and come to lie in about so many. */
const STRETCHES = 12;
const MASS = 1;
const GROUND: readonly [number, number, number] = [200, 1, 200];

type Game = { readonly advance: (ticks: number) => void; readonly dispose: () => void };

/** Milliseconds a tick of 2,000 bodies that fall on a ground, through a whole game and on bare Rapier. */
export async function measureBodies(): Promise<Figure[]> {
	const times = { ours: [] as number[], bare: [] as number[] };
	// The first pair pays for compiling.
	for (let run = 0; run < 4; run++) {
		const pair = [await ours(), bare()] as const;
		const [first, second] = run % 2 === 0 ? pair : [pair[1], pair[0]];
		for (let stretch = 0; stretch < STRETCHES; stretch++) {
			for (const game of [first, second]) {
				const start = performance.now();
				game.advance(TICKS_A_STRETCH);
				const taken = (performance.now() - start) / TICKS_A_STRETCH;
				if (run > 0) times[game === pair[0] ? 'ours' : 'bare'].push(taken);
			}
		}
		for (const game of pair) game.dispose();
	}
	const [value, against] = [median(times.ours), median(times.bare)];
	return [
		{
			name: 'bodies-2000',
			unit: 'ms a tick',
			ours: round(value),
			against: 'bare Rapier, ms a tick',
			value: round(against),
			ratio: round(against / value),
			target: { ratio: 0.8 },
		},
	];
}

async function ours(): Promise<Game> {
	const ground: EntityData = {
		id: 'ground',
		name: 'Ground',
		parent: -1,
		values: { collider: true, 'collider.size': GROUND, position: [0, -0.5, 0] },
	};
	const bodies = places().map((position, i) => ({
		id: `body-${i}`,
		name: 'Body',
		parent: -1,
		values: { rigidBody: true, collider: true, 'rigidBody.angularDamping': 0, position },
	}));
	const simulation = await Simulation.start({ entities: [ground, ...bodies], seed: 1 });
	return {
		advance(ticks) {
			simulation.advance(ticks);
			// As the page asks: what moved is told.
			simulation.world.transforms.takeChanges();
		},
		dispose: () => simulation.dispose(),
	};
}

function bare(): Game {
	const world = new World({ x: 0, y: -9.81, z: 0 });
	world.timestep = TICK_SECONDS;
	const [x, y, z] = GROUND;
	world.createCollider(ColliderDesc.cuboid(x / 2, y / 2, z / 2).setTranslation(0, -0.5, 0));
	for (const place of places()) {
		const body = world.createRigidBody(RigidBodyDesc.dynamic().setTranslation(...place));
		world.createCollider(ColliderDesc.cuboid(0.5, 0.5, 0.5).setMass(MASS), body);
	}
	return {
		advance(ticks) {
			for (let i = 0; i < ticks; i++) world.step();
		},
		dispose: () => world.free(),
	};
}

/** Layers above each other, each a little aside of the one below. */
function places(): [number, number, number][] {
	return Array.from({ length: COUNT }, (_, i) => {
		const layer = Math.floor(i / (SIDE * SIDE));
		const [row, column] = [Math.floor(i / SIDE) % SIDE, i % SIDE];
		return [(column - SIDE / 2) * 1.5 + layer * 0.2, 1 + layer * 1.5, (row - SIDE / 2) * 1.5 + layer * 0.3];
	});
}
