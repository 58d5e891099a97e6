import type { SavedBody } from '../game-state.ts';
import type { GameWorld } from '../world/game-world.ts';
import type { Triple } from './finite.ts';
import type { Physics } from './physics.ts';

/** How everything with a body moves. */
export const saveBodies = (world: GameWorld, physics: Physics): SavedBody[] =>
	world.entities.flatMap(({ index, isAlive }) => {
		if (!isAlive || !physics.has(index)) return [];
		const { motion } = physics;
		return [{ index, velocity: tripleOf(motion.velocity(index)), spin: tripleOf(motion.spin(index)) }];
	});

export function restoreBodies(bodies: readonly SavedBody[], { motion }: Physics): void {
	for (const { index, velocity, spin } of bodies) {
		motion.setVelocity(index, { x: velocity[0], y: velocity[1], z: velocity[2] });
		motion.setSpin(index, { x: spin[0], y: spin[1], z: spin[2] });
	}
}

export const tripleOf = ({ x, y, z }: Triple): [number, number, number] => [x, y, z];
