import { seededRandom } from '#lib/base/random.ts';
import { Physics, preparePhysics } from '#lib/runtime/physics/physics.ts';
import { GameWorld, type GameEntity } from '#lib/runtime/world/game-world.ts';
import { BODY, ground, KINEMATIC, thing } from './physics-rig.ts';

const TICKS = 1000;
const SHAPES = ['box', 'sphere', 'capsule', 'cylinder', 'cone'];
const MOST_CRATES = 40;

const scene = [
	ground,
	thing('Lift', { ...KINEMATIC, 'collider.size': [4, 0.5, 4], position: [6, 0.25, 0] }),
	thing('Player', {
		...KINEMATIC,
		'collider.shape': 'capsule',
		'collider.height': 1.6,
		position: [0, 0.8, 0],
	}),
	thing('Zone', {
		collider: true,
		'collider.sensor': true,
		'collider.size': [3, 3, 3],
		position: [-4, 1.5, 0],
	}),
	thing('Lamp', {
		...BODY,
		joint: true,
		'joint.type': 'ball',
		'joint.anchor': [0, 1, 0],
		position: [0, 4, 3],
	}),
];

/**
 * A game of a thousand ticks in which things come and go, touch, are met by rays, ride and are walked. Tells one number
 * for all that was, to the last bit, and how much happened.
 */
export async function playPhysicsStory(
	seed: number,
): Promise<{ hash: number; contacts: number; spawned: number }> {
	await preparePhysics();
	const random = seededRandom(seed);
	const game = new GameWorld(scene);
	const physics = new Physics(game);
	const [, lift, player, zone] = game.entities as [GameEntity, GameEntity, GameEntity, GameEntity];
	for (const { index } of [player, zone]) physics.listen(index);
	const crates: GameEntity[] = [];
	const hash = new Hash();
	let [contacts, spawned, fall] = [0, 0, 0];
	for (let tick = 0; tick < TICKS; tick++) {
		if (tick % 10 === 0) {
			const position = [random() * 8 - 4, 3 + random() * 2, random() * 8 - 4];
			const shape = SHAPES[Math.floor(random() * SHAPES.length)] ?? 'box';
			const values = { ...BODY, 'collider.shape': shape, 'collider.restitution': 0.4, position };
			const came = game.spawn([thing(`Crate ${tick}`, values)], null);
			physics.add(came);
			for (const { index } of came)
				physics.motion.push(index, { x: random() * 4 - 2, y: 0, z: random() * 4 - 2 });
			crates.push(...came);
			spawned++;
		}
		const oldest = crates.length > MOST_CRATES ? crates.shift() : undefined;
		if (oldest) for (const gone of game.destroy(oldest)) physics.remove(gone);
		const rise = tick % 240 < 120 ? 1 / 60 : -1 / 60;
		const [x, y, z] = game.transforms.position(lift.index);
		game.transforms.setPosition(lift.index, [x, y + rise, z]);
		fall -= 9.81 / 3600;
		const way = Math.floor(tick / 100) % 4;
		const by = { x: [4, 0, -4, 0][way]! / 60, y: fall, z: [0, 4, 0, -4][way]! / 60 };
		const { moved, isGrounded } = physics.walk(player.index, by);
		if (isGrounded) fall = 0;
		const hit = physics.raycast({ x: random() * 8 - 4, y: 20, z: random() * 8 - 4 }, { x: 0, y: -1, z: 0 });
		physics.step();
		hash.add([moved.x, moved.y, moved.z, hit?.index ?? -1, hit?.distance ?? -1]);
		for (const { a, b, began } of physics.contacts()) hash.add([a, b, began ? 1 : 0]);
		contacts += physics.contacts().length;
	}
	hash.add(game.transforms.numbers);
	physics.dispose();
	return { hash: hash.value, contacts, spawned };
}

/** One number for many, to the last bit (FNV-1a, 32 bits). */
class Hash {
	#hash = 0x811c9dc5;

	get value(): number {
		return this.#hash >>> 0;
	}

	add(numbers: ArrayLike<number>): void {
		for (const byte of new Uint8Array(Float64Array.from(numbers).buffer))
			this.#hash = Math.imul(this.#hash ^ byte, 0x01000193);
	}
}
