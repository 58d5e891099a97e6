import type { JsonValue } from '#lib/base/json.ts';
import { BEHAVIOURS } from '#lib/runtime/behaviours/behaviours.ts';
import type { EntityData, GameData } from '#lib/runtime/world/game-data.ts';
import { playGame, thing, type TestGame } from './game.ts';

type Fields = Readonly<Record<string, JsonValue>>;
export type Worn = Readonly<Record<string, Fields>>;

const TEXTS: Readonly<Record<string, string>> = Object.fromEntries(
	await Promise.all(BEHAVIOURS.map(async ({ name, text }) => [name, await text()] as const)),
);

/** Plays a scene with the ready behaviours that it uses, and scripts besides. */
export function playBehaviours(
	entities: readonly EntityData[],
	more: Partial<GameData> = {},
	scripts: Readonly<Record<string, string>> = {},
): Promise<TestGame> {
	const all = [...entities, ...Object.values(more.prefabs ?? {}).flat()];
	const used = new Set(all.flatMap(({ values }) => Object.keys(values)));
	const texts = Object.entries(TEXTS).filter(([name]) => used.has(`script:${name}`));
	return playGame(entities, { ...Object.fromEntries(texts), ...scripts }, more);
}

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
const EAR = `import { Script } from 'rastudios';
export default class Ear extends Script {
	onMessage(message: string, data: unknown) { this.log(message, data); }
}`;
const ear = thing('Ear', {}, { Ear: {} });

/** A game with an ear in it. */
export const playHeard = (entities: readonly EntityData[], more: Partial<GameData> = {}): Promise<TestGame> =>
	playBehaviours([ear, ...entities], more, { Ear: EAR });

/** How many of this name are there. */
export const alive = ({ simulation }: TestGame, name: string): number =>
	simulation.scripts.game.findAll(name).length;

export const box = (name: string, position: readonly number[], worn: Worn = {}) =>
	thing(name, { position, collider: true }, worn);

/** A quarter to the right. */
export const LOOKS_ALONG_X = [0, -Math.SQRT1_2, 0, Math.SQRT1_2];
export const RIGHT = { values: { moveX: 1 } };
