import { describe, expect, it } from 'vitest';
import type { EntityId } from '#lib/base/ids.ts';
import type { JsonValue } from '#lib/base/json.ts';
import type { EntitySnapshot } from '#lib/doc/entity.ts';
import { resolveHierarchy } from '#lib/doc/hierarchy.ts';
import type { SceneSnapshot } from '#lib/doc/scene.ts';
import { idOf, playGame, thing } from '../../../../tests/helpers/game.ts';
import { gameDataOf, type EntityData } from '../world/game-data.ts';
import { editOf } from './game-edit.ts';

type Things = Readonly<
	Record<
		string,
		{ readonly under?: string; readonly name?: string; readonly values?: Record<string, JsonValue> }
	>
>;

/** A scene of things by their names. */
function sceneOf(things: Things): SceneSnapshot {
	const entities = new Map<EntityId, EntitySnapshot>();
	for (const [key, { under, name = key, values = {} }] of Object.entries(things)) {
		const parentId = under === undefined ? null : idOf(under);
		const place = { parentId, order: 'a0', previousParentId: null } as unknown as EntitySnapshot['place'];
		const id = idOf(key) as EntityId;
		entities.set(id, { id, name, place, removed: false, values });
	}
	return { entities, hierarchy: resolveHierarchy(entities) };
}

const scripted = (fields: Record<string, JsonValue>) => thing('', {}, { Walker: fields }).values;
const WALKER = `import { Script } from 'rastudios';
export default class Walker extends Script {
	static fields = { speed: 60, jump: 3, friend: { kind: 'entity' } };
	steps = 0;
	start() { this.log('start', this.entity.name); this.jump = 9; }
	update(seconds) { this.steps++; this.entity.position.x += this.speed * seconds; }
	onMessage() { this.log(this.steps, this.speed, this.jump, this.friend?.name); }
	destroy() { this.log('destroy', this.entity.name); }
}`;
const ASK = `import { Script } from 'rastudios';
export default class Ask extends Script { onInput(event) { if (event.pressed) this.game.send('tell'); } }`;

async function setup(before: Things) {
	const first = sceneOf(before);
	const game = await playGame(gameDataOf(first, 1).entities, { Walker: WALKER, Ask: ASK });
	let now = first;
	const edit = (things: Things) => {
		const next = sceneOf(things);
		const made = editOf(now, next, new Set([...now.entities.keys(), ...next.entities.keys()]));
		game.simulation.edit(structuredClone(made.edit));
		now = next;
		return made;
	};
	const told = () => [...game.logged(1, { values: { use: 1 } }), ...game.logged(1)];
	return { ...game, edit, told };
}

const ASKER = { values: thing('', {}, { Ask: {} }).values };

describe('a scene that is edited while it plays', () => {
	it('[T114] an edited field is as it was edited; what else the game made of it stays', async () => {
		const game = await setup({ Hero: { values: scripted({ speed: 60 }) }, Asker: ASKER, Box: {} });
		expect(game.logged(10)).toEqual(['start Hero']);
		game.edit({
			Hero: { values: { ...scripted({ speed: 120, friend: { entity: idOf('Box') } }), position: [0, 5, 0] } },
			Asker: ASKER,
			Box: {},
		});
		// Where it stands was edited; how far its script counted, and what that set itself, was not.
		expect(game.at('Hero')).toEqual([0, 5, 0]);
		expect(game.told()).toEqual(['11 120 9 Box']);
		expect(game.at('Hero')[0]).toBeCloseTo(4);
	});

	it('[T114] what came starts, below what it was put into, and what went is destroyed', async () => {
		const game = await setup({ Hero: { values: scripted({}) }, Gone: { values: scripted({}) } });
		game.advance(3);
		game.edit({
			Hero: { values: scripted({}) },
			Hat: { under: 'Hero', values: scripted({ friend: { entity: idOf('Feather') } }) },
			Feather: { under: 'Hat' },
		});
		expect(game.logged(2)).toEqual(['destroy Gone', 'start Hat']);
		const { world } = game.simulation;
		expect(world.byId(idOf('Hat'))?.parent?.name).toBe('Hero');
		expect(world.byId(idOf('Feather'))?.parent?.name).toBe('Hat');
		expect(world.byId(idOf('Gone'))).toBeUndefined();
	});

	it('[T114] scripts come, are switched off and on, and go, beside those that run on', async () => {
		const values = scripted({});
		const slot = Object.keys(values).find((key) => values[key] === true)!;
		const game = await setup({ Hero: {}, Other: { values }, Asker: ASKER });
		expect(game.logged(2)).toEqual(['start Other']);
		game.edit({ Hero: { values }, Other: { values }, Asker: ASKER });
		expect(game.logged(2)).toEqual(['start Hero']);
		game.edit({
			Hero: { values: { ...values, [`${slot}.enabled`]: false } },
			Other: { values },
			Asker: ASKER,
		});
		expect(game.logged(1)).toEqual(['destroy Hero']);
		expect(game.told()).toEqual(['6 60 9 undefined']);
		game.edit({ Hero: { values }, Other: {}, Asker: ASKER });
		expect(game.logged(2)).toEqual(['destroy Other', 'start Hero']);
	});

	it('[T114] bodies come with their components, and fall; one that goes holds nothing any more', async () => {
		const body = { position: [0, 10, 0], rigidBody: true, collider: true } satisfies Record<
			string,
			JsonValue
		>;
		const floor = { values: { position: [0, -1, 0], collider: true } };
		const game = await setup({ Box: { values: { position: [0, 10, 0] } }, Floor: floor });
		game.advance(30);
		expect(game.at('Box')[1]).toBe(10);
		game.edit({ Box: { values: body }, Floor: floor });
		game.advance(30);
		const fallen = game.at('Box')[1];
		expect(fallen).toBeLessThan(9);
		game.edit({ Box: { values: { position: [0, 10, 0], collider: true } }, Floor: floor });
		game.advance(30);
		expect(game.at('Box')[1]).toBe(fallen);
	});

	it('[T114] what is told of an edit is what whoever shows the game follows', async () => {
		const game = await setup({ Box: { values: { visible: false } } });
		game.advance(1);
		game.edit({ Box: { name: 'Crate' }, Ball: {} });
		const told = game.advance(0);
		expect(told).toMatchObject([
			{ type: 'spawn', index: 1, entities: [{ name: 'Ball', parent: -1 }] },
			{ type: 'set', index: 0, key: 'visible', value: null },
		]);
		expect(game.simulation.world.byId(idOf('Box'))?.name).toBe('Crate');
	});

	it('[T115] what hangs on something else now is said, and stays where the game has it', async () => {
		const game = await setup({ Box: {}, Hat: {} });
		game.advance(1);
		const { edit, moved } = game.edit({ Box: {}, Hat: { under: 'Box' } });
		expect([edit, moved]).toEqual([{ added: [], removed: [], changed: [] }, [idOf('Hat')]]);
	});

	it('[T114] goes on over a change of the code', async () => {
		const game = await setup({ Hero: { values: scripted({ speed: 60 }) }, Asker: ASKER });
		game.advance(5);
		game.edit({ Hero: { values: scripted({ speed: 120 }) }, Asker: ASKER, Hat: { under: 'Hero' } });
		const next = await game.reloaded({ Walker: WALKER, Ask: ASK });
		expect(next.simulation.world.byId(idOf('Hat'))?.parent?.name).toBe('Hero');
		expect([...next.logged(1, { values: { use: 1 } })]).toEqual(['6 120 9 undefined']);
	});

	it('[T114] what cannot be taken in is told of its entity and script, and keeps nothing else out', async () => {
		const picky = `import { Script } from 'rastudios';
export default class Picky extends Script {
	static fields = { low: 1, high: 1 }; #low = 0;
	get low() { return this.#low; } set low(to) { if (to > 5) throw new RangeError('too high'); this.#low = to; }
	onInput() { this.log(this.low, this.high); }
}`;
		const [before, after] = [1, 9].map((to) => thing('Hero', {}, { Picky: { low: to, high: to } }).values);
		const game = await playGame([thing('Hero', before), thing('Box')], { Picky: picky });
		game.advance(1);
		game.simulation.edit({
			added: [{ under: null, entities: Array.from({ length: 10_000 }, (_, i) => thing(`Many ${i}`)) }],
			removed: [],
			changed: [
				{ id: idOf('Hero'), values: after! },
				{ id: idOf('Box'), values: { position: [0, 5, 0] } },
			],
		});
		const told = game.advance(1, { values: { use: 1 } }).filter(({ type }) => type === 'log');
		expect(told).toMatchObject([
			{ level: 'error', text: 'RangeError: A game holds 10000 entities at most.', index: -1 },
			{ level: 'error', text: 'RangeError: too high', index: 0, script: idOf('Picky') },
			{ level: 'info', text: '1 9' },
		]);
		expect(game.at('Box')).toEqual([0, 5, 0]);
	});

	it('[T114] what was put into something that the game destroyed is told, and does not come', async () => {
		const game = await setup({ Box: {} });
		const { world, scripts } = game.simulation;
		scripts.takeOut(world.byId(idOf('Box'))!);
		game.edit({ Box: {}, Hat: { under: 'Box' }, Ball: {} });
		expect(game.logged(1)).toEqual([expect.stringMatching(/“Hat” is not in the game: .* destroyed/)]);
		expect([world.byId(idOf('Hat')), world.byId(idOf('Ball'))?.name]).toEqual([undefined, 'Ball']);
	});

	it('[T126] what a script refused of an edit is given to it again with the next edit of its entity, and kept', async () => {
		const picky = `import { Script } from 'rastudios';
export default class Picky extends Script {
	static fields = { most: 5, low: 1 }; #low = 0;
	get low() { return this.#low; } set low(to) { if (to > this.most) throw new RangeError('too high'); this.#low = to; }
	onInput(event) { if (event.pressed) this.log(this.low); }
}`;
		const values = (most: number, low: number) => thing('Hero', {}, { Picky: { most, low } }).values;
		const game = await playGame([thing('Hero', values(5, 1))], { Picky: picky });
		game.advance(1);
		const edit = (changes: Record<string, JsonValue>) =>
			game.simulation.edit({ added: [], removed: [], changed: [{ id: idOf('Hero'), values: changes }] });
		const told = () => game.logged(1, { values: { use: 1 } }).concat(game.logged(1));
		edit(onlyOther(values(5, 1), values(5, 9)));
		expect(told()).toEqual(['RangeError: too high', '1']);
		game.advance(60);
		edit({ position: [0, 1, 0] });
		expect(told(), 'told again, as it is tried again').toEqual(['RangeError: too high', '1']);
		edit(onlyOther(values(5, 9), values(20, 9)));
		expect(told()).toEqual(['9']);
		edit(onlyOther(values(20, 9), values(3, 9)));
		expect(told(), 'what was taken is not set again').toEqual(['9']);
	});
});

const onlyOther = (before: EntityData['values'], after: EntityData['values']) =>
	Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value));
