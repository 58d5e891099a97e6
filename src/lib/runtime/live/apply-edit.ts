import { parseScriptKey, isScriptSlot } from '#lib/doc/components/entity-scripts.ts';
import { readField } from '#lib/doc/components/registry.ts';
import type { Physics } from '../physics/physics.ts';
import type { ScriptHost } from '../script/script-host.ts';
import type { GameEntity, GameWorld } from '../world/game-world.ts';
import type { AddedEntities, EditedEntity, GameEdit } from './game-edit.ts';

export type EditedGame = {
	readonly world: GameWorld;
	readonly physics: Physics;
	readonly scripts: ScriptHost;
};

/**
 * Takes an edit of the scene into the running game: what was edited is as it says, all else as the game made it. What of it
 * cannot be taken in is told, and keeps nothing else out.
 */
export function applyEdit(game: EditedGame, { added, removed, changed, prefabs }: GameEdit): void {
	const { world, scripts } = game;
	if (prefabs) scripts.spawner.prefabs = prefabs;
	for (const id of removed) {
		const entity = world.byId(id);
		if (entity) scripts.attempt(entity, () => scripts.takeOut(entity));
	}
	// All of them before any script is made: they may be named by what they are given.
	const came: GameEntity[] = [];
	for (const { under, entities } of added) {
		const parent = under === null ? null : world.byId(under);
		scripts.attempt(parent ?? null, () => came.push(...spawn(world, parent, entities)));
	}
	scripts.attempt(null, () => scripts.take(came));
	for (const edited of changed) {
		const entity = world.byId(edited.id);
		if (!entity) continue;
		scripts.attempt(entity, () => change(game, entity, edited));
		editScripts(scripts, entity, Object.keys(edited.values));
	}
}

/** `parent`: null at the root, undefined where the game has it no more. */
function spawn(
	world: GameWorld,
	parent: GameEntity | null | undefined,
	entities: AddedEntities['entities'],
): readonly GameEntity[] {
	if (parent === undefined) {
		const [{ name } = { name: '' }] = entities;
		throw new Error(`“${name}” is not in the game: what holds it was destroyed there. Play again to see it.`);
	}
	return entities.every(({ id }) => !world.byId(id)) ? world.spawn(entities, parent) : [];
}

const PHYSICAL: ReadonlySet<string> = new Set(['rigidBody', 'collider', 'joint']);

function change({ world, physics, scripts }: EditedGame, entity: GameEntity, edited: EditedEntity): void {
	const { name, values, outline } = edited;
	if (name !== undefined) world.rename(entity, name);
	if (outline) entity.outline = outline;
	for (const [key, value] of Object.entries(values)) {
		world.set(entity, key, value);
		move(world, entity, key);
	}
	const keys = Object.keys(values);
	if (outline || keys.some((key) => PHYSICAL.has(key))) {
		// A body that comes or goes takes or leaves what it holds.
		const held = world.gather(entity).reverse();
		physics.rebuild(held);
		scripts.listenAgain(held);
	} else for (const key of keys) if (PHYSICAL.has(key.split('.')[0] ?? '')) physics.changed(entity, key);
}

function editScripts(scripts: ScriptHost, entity: GameEntity, keys: readonly string[]): void {
	const named = keys.flatMap((key) => (isScriptSlot(key) ? key : (parseScriptKey(key)?.slot ?? [])));
	const slots = new Set([...named, ...scripts.refusing(entity)]);
	for (const slot of slots) {
		const fields = new Set(keys.flatMap((key) => fieldOf(key, slot)));
		scripts.attempt(entity, () => scripts.edited(entity, slot, fields));
	}
}

function fieldOf(key: string, slot: string): string[] {
	const parsed = parseScriptKey(key);
	return parsed?.field !== undefined && parsed.slot === slot ? [parsed.field] : [];
}

/** Where something stands is not read from its values while a game runs. */
function move({ transforms }: GameWorld, entity: GameEntity, key: string): void {
	const { index } = entity;
	if (key === 'position') transforms.setPosition(index, readField(entity, 'transform', 'position'));
	else if (key === 'rotation') transforms.setRotation(index, readField(entity, 'transform', 'rotation'));
	else if (key === 'scale') transforms.setScale(index, readField(entity, 'transform', 'scale'));
}
