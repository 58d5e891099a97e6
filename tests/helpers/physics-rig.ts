import type { JsonValue } from '#lib/base/json.ts';
import type { EntityData } from '#lib/runtime/world/game-data.ts';
import { GameWorld } from '#lib/runtime/world/game-world.ts';
import { Physics } from '#lib/runtime/physics/physics.ts';

export const BODY = { rigidBody: true, collider: true };
export const KINEMATIC = { ...BODY, 'rigidBody.type': 'kinematic' };
export const DOWN = { x: 0, y: -1, z: 0 };

export function thing(name: string, values: Record<string, JsonValue>, parent = -1): EntityData {
	return { id: name, name, parent, values };
}

export const ground = thing('Ground', {
	collider: true,
	'collider.size': [20, 1, 20],
	position: [0, -0.5, 0],
});

/** A world of these entities and its physics, for tests. */
export function physicsRig(...entities: EntityData[]) {
	const game = new GameWorld(entities);
	const physics = new Physics(game);
	const entity = (name: string) => game.entities.find((one) => one.name === name)!;
	const index = (name: string) => entity(name).index;
	const step = (ticks: number) => {
		for (let i = 0; i < ticks; i++) physics.step();
	};
	/** All contacts of so many ticks, as “name name began/parted”. */
	const contacts = (ticks: number) => {
		const told: string[] = [];
		for (let i = 0; i < ticks; i++) {
			physics.step();
			for (const { a, b, began, isSensor } of physics.contacts())
				told.push(
					`${game.entities[a]!.name} ${game.entities[b]!.name} ${began ? 'began' : 'parted'}${isSensor ? ' sensor' : ''}`,
				);
		}
		return told;
	};
	const at = (name: string) => game.transforms.position(index(name));
	return { game, physics, entity, index, step, contacts, at };
}
