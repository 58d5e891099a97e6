import type { JsonValue } from '#lib/base/json.ts';
import { BEHAVIOURS } from '#lib/runtime/behaviours/behaviours.ts';
import type { EntityData, GameData } from '#lib/runtime/world/game-data.ts';
import { playGame, thing, type TestGame } from './game.ts';

type Fields = Readonly<Record<string, JsonValue>>;
export type Worn = Readonly<Record<string, Fields>>;

const TEXTS: Readonly<Record<string, string>> = Object.fromEntries(
	await Promise.all(BEHAVIOURS.map(async ({ name, text }) => [name, await text()] as const)),
);

/** Plays a scene with the ready behaviours, and scripts besides. */
export const playBehaviours = (
	entities: readonly EntityData[],
	more: Partial<GameData> = {},
	scripts: Readonly<Record<string, string>> = {},
): Promise<TestGame> => playGame(entities, { ...TEXTS, ...scripts }, more);

export const ground = thing('Ground', {
	position: [0, -0.5, 0],
	collider: true,
	'collider.size': [60, 1, 60],
});

const WALKER: Fields = {
	rigidBody: true,
	'rigidBody.type': 'kinematic',
	collider: true,
	'collider.shape': 'capsule',
	'collider.radius': 0.3,
	'collider.height': 1.6,
};

/** A capsule that scripts move; its middle is 0.8 m above its feet. */
export const walker = (name: string, [x, y, z]: readonly [number, number, number], worn: Worn = {}) =>
	thing(name, { ...WALKER, position: [x, y + 0.8, z] }, worn);

/** What lets others through and tells its scripts. */
export const sensor = (name: string, position: readonly [number, number, number], worn: Worn) =>
	thing(name, { position, collider: true, 'collider.sensor': true }, worn);

/** Tells on the console what it hears of these messages. */
export const EAR = `import { Script } from 'rastudios';
export default class Ear extends Script {
	onMessage(message: string, data: unknown) { this.log(message, data); }
}`;
export const ear = thing('Ear', {}, { Ear: {} });
