import type { EntityId } from '#lib/base/ids.ts';
import { addEntities, type EntityDraft } from '#lib/doc/commands/add-entities.ts';
import { duplicateEntities } from '#lib/doc/commands/duplicate-entities.ts';
import { moveEntities } from '#lib/doc/commands/move-entities.ts';
import { removeEntities, topmost, withDescendants } from '#lib/doc/commands/remove-entities.ts';
import { setComponent } from '#lib/doc/commands/set-component.ts';
import { renameEntity, setFields } from '#lib/doc/commands/set-fields.ts';
import { sweepEntities } from '#lib/doc/commands/sweep-entities.ts';
import { COMPONENT_NAMES, declaredFields, hasComponent } from '#lib/doc/components/registry.ts';
import { isWithin } from '#lib/doc/hierarchy.ts';
import type { SceneDocument } from '#lib/doc/scene.ts';
import { plain, same } from './document-checks.ts';
import type { Person } from './document-person.ts';
import type { Act, Turn } from './document-turn.ts';
import { OPTIONAL_COMPONENTS, pickNonsense, pickValue, pickValues } from './document-values.ts';

const DAY = 86_400_000;
const TOWER = 180;

const NAMES = ['Chair', 'Lamp', 'Wall', 'Door', 'Cat'];

const addSome: Act = (turn) => {
	const scene = turn.scene();
	if (turn.isCrowded(scene)) return undefined;
	const parent = turn.chance(60) ? (turn.entity(scene) ?? null) : null;
	const draft = (deeper: number): EntityDraft => ({
		name: turn.pickOf(NAMES),
		values: pickValues(turn, turn.pickOf(['transform', ...OPTIONAL_COMPONENTS])),
		children: Array.from({ length: deeper }, () => draft(deeper - 1)),
	});
	const drafts = Array.from({ length: 1 + turn.pick(2) }, () => draft(turn.pick(3)));
	const added = addEntities(scene, drafts, parent, { random: turn.random });
	return turn.told(added, `adds ${drafts.length} to ${turn.nameOf(scene, parent)}`);
};

/** Three chains, of which two people hang one below the other, each of them as deep as may be. */
const stackTowers: Act = (turn) => {
	const scene = turn.scene();
	const other = turn.pickOf(turn.world.people);
	if (turn.isCrowded(scene)) return undefined;
	let draft: EntityDraft = { name: 'Top', values: {} };
	for (let i = 0; i < TOWER; i++) draft = { name: 'Storey', values: {}, children: [draft] };
	const added = addEntities(scene, [draft, draft, draft], null, { random: turn.random });
	if (!added.ok) return turn.told(added, 'adds towers');
	const { id } = scene.document;
	if (other !== turn.person) other.receive(id, scene.document.encodeDiff(other.open(id).stateVector()));
	const [low, middle, high] = added.value as [EntityId, EntityId, EntityId];
	const topOf = (tower: EntityId) => withDescendants(scene.snapshot, tower).at(-1) ?? null;
	const [lowTop, middleTop] = [topOf(low), topOf(middle)];
	const told = moveInto(turn, scene, [middle], lowTop);
	return `adds towers, ${told}, and ${other.name} ${moveInto(turn, other.scene(id), [high], middleTop)}`;
};

const setSome: Act = (turn) => {
	const scene = turn.scene();
	const edits = Array.from({ length: 1 + turn.pick(3) }, () => {
		const entityId = turn.entity(scene);
		const entity = entityId && scene.snapshot.entities.get(entityId);
		if (!entity) return [];
		const has = COMPONENT_NAMES.filter((name) => name !== 'prefab' && hasComponent(entity, name));
		const fields = has.flatMap((name) => declaredFields(name));
		const { key, field } = turn.chance(40) ? turn.pickOf(fields.slice(0, 2)) : turn.pickOf(fields);
		return [{ entityId, key, value: pickValue(turn, field) }];
	}).flat();
	if (edits.length === 0) return undefined;
	const words = edits.map((edit) => `${edit.key} of ${turn.nameOf(scene, edit.entityId)}`);
	return turn.told(setFields(scene, edits), `sets ${words.join(', ')}`);
};

/** What nobody may write must be refused, with a message, and leave every byte as it was. */
const setNonsense: Act = (turn) => {
	const scene = turn.scene();
	const entityId = turn.entity(scene);
	if (!entityId) return undefined;
	const [key, value] = pickNonsense(turn);
	const before = scene.document.encodeDiff();
	const good = { entityId, key: 'visible', value: false };
	const set = setFields(
		scene,
		turn.chance(50) ? [good, { entityId, key, value }] : [{ entityId, key, value }],
	);
	if (set.ok) throw new Error(`${key} became ${JSON.stringify(value)}.`);
	if (!set.error.message.includes(key)) throw new Error(`${key} is not named: ${set.error.message}`);
	const isSame = Buffer.compare(scene.document.encodeDiff(), before) === 0;
	if (!isSame) throw new Error(`${key} was refused, but something was written.`);
	return turn.told(set, `sets ${key} to nonsense`);
};

const setComponents: Act = (turn) => {
	const scene = turn.scene();
	const id = turn.entity(scene);
	const entity = id && scene.snapshot.entities.get(id);
	if (!entity) return undefined;
	const has = OPTIONAL_COMPONENTS.filter((name) => hasComponent(entity, name));
	const component = turn.chance(50) && has.length > 0 ? turn.pickOf(has) : turn.pickOf(OPTIONAL_COMPONENTS);
	const present = !hasComponent(entity, component) || turn.chance(20);
	const set = setComponent(scene, [id], component, present);
	return turn.told(set, `${present ? 'adds' : 'takes'} ${component}: ${turn.nameOf(scene, id)}`);
};

const rename: Act = (turn) => {
	const scene = turn.scene();
	const id = turn.entity(scene);
	if (!id) return undefined;
	const name = `${turn.pickOf(NAMES)} ${turn.pick(3)}`;
	const was = turn.nameOf(scene, id);
	return turn.told(renameEntity(scene, id, name), `renames ${was} to ${name}`);
};

function moveInto(turn: Turn, scene: SceneDocument, ids: readonly EntityId[], parentId: EntityId | null) {
	const siblings = scene.snapshot.hierarchy.childrenOf.get(parentId) ?? [];
	const beforeId = siblings.length > 0 && turn.chance(60) ? turn.pickOf(siblings) : null;
	const { ledger } = turn.world;
	const before = scene.snapshot;
	const written = ledger.placesWritten;
	const moved = moveEntities(scene, ids, { parentId, beforeId }, new Map(), turn.random);
	if (moved.ok) ledger.count('moves');
	const covered = topmost(before, ids);
	for (const id of moved.ok ? covered : []) {
		if (scene.snapshot.hierarchy.parentOf.get(id) !== parentId)
			throw new Error(`${turn.nameOf(scene, id)} was moved, but not to where it was.`);
		if (parentId !== null && isWithin(before.hierarchy.parentOf, parentId, id))
			throw new Error(`${turn.nameOf(scene, id)} was moved into itself.`);
	}
	ledger.count('re-keyings', Math.max(0, ledger.placesWritten - written - ids.length));
	const what = ids.map((id) => turn.nameOf(scene, id)).join(', ');
	return turn.told(moved, `moves ${what} into ${turn.nameOf(scene, parentId)}`);
}

const move: Act = (turn) => {
	const scene = turn.scene();
	const ids = [turn.entity(scene), turn.chance(20) ? turn.entity(scene) : undefined].filter(
		(id) => id !== undefined,
	);
	if (ids.length === 0) return undefined;
	return moveInto(turn, scene, ids, turn.chance(85) ? (turn.entity(scene) ?? null) : null);
};

/** Two people who do not see each other move two entities into one another. */
const moveAcross: Act = (turn) => {
	const scene = turn.scene();
	const [one, two] = [turn.entity(scene), turn.entity(scene)];
	const other = turn.pickOf(turn.world.people);
	if (!one || !two || one === two) return undefined;
	const sees = (person: Person, id: EntityId) => person.scene(scene.document.id).snapshot.entities.has(id);
	const mine = moveInto(turn, scene, [one], two);
	if (!sees(other, one) || !sees(other, two)) return mine;
	return `${mine}, and ${other.name} ${moveInto(turn, other.scene(scene.document.id), [two], one)}`;
};

/** Two people who do not see each other put something in one place, under equal keys. */
const addAcross: Act = (turn) => {
	const scene = turn.scene();
	const other = turn.pickOf(turn.world.people);
	if (turn.isCrowded(scene)) return undefined;
	const added = [scene, other.scene(scene.document.id)].map((one) =>
		addEntities(one, [{ name: turn.pickOf(NAMES), values: {} }], null, { random: () => 0 }),
	);
	return added.map((result) => turn.told(result, 'adds one')).join(`, and ${other.name} `);
};

/** Something goes between two that have equal keys, if there are such: two people put them in one place. */
const squeezeIn: Act = (turn) => {
	const scene = turn.scene();
	const { entities, hierarchy } = scene.snapshot;
	const orderOf = (id: EntityId | undefined) => id && entities.get(id)?.place.order;
	const slots = [...hierarchy.childrenOf].flatMap(([parentId, children]) =>
		children
			.filter((id, i) => orderOf(id) === orderOf(children[i - 1]))
			.map((beforeId) => ({ parentId, beforeId })),
	);
	const id = turn.entity(scene);
	if (!id || slots.length === 0) return undefined;
	const target = turn.pickOf(slots);
	const { ledger } = turn.world;
	const written = ledger.placesWritten;
	const moved = moveEntities(scene, [id], target, new Map(), turn.random);
	ledger.count('re-keyings', Math.max(0, ledger.placesWritten - written - 1));
	return turn.told(moved, `squeezes ${turn.nameOf(scene, id)} in`);
};

const remove: Act = (turn) => {
	const scene = turn.scene();
	const id = turn.entity(scene);
	if (!id) return undefined;
	const what = turn.nameOf(scene, id);
	return turn.told(removeEntities(scene, [id], turn.world.clock), `deletes ${what}`);
};

const duplicate: Act = (turn) => {
	const scene = turn.scene();
	const id = turn.entity(scene);
	if (!id || turn.isCrowded(scene) || withDescendants(scene.snapshot, id).length > 20) return undefined;
	const { ledger } = turn.world;
	const written = ledger.placesWritten;
	const copied = duplicateEntities(scene, [id], turn.random);
	ledger.count('re-keyings', ledger.placesWritten - written);
	const { entities, hierarchy } = scene.snapshot;
	for (const copy of copied.ok ? copied.value : []) {
		same(plain({ ...entities.get(copy)?.values }), plain({ ...entities.get(id)?.values }), 'a copy');
		if (hierarchy.parentOf.get(copy) !== hierarchy.parentOf.get(id))
			throw new Error('A copy lies elsewhere.');
	}
	return turn.told(copied, `duplicates ${turn.nameOf(scene, id)}`);
};

const sweep: Act = (turn) => {
	const scene = turn.scene();
	const today = Math.floor(turn.world.clock.now() / DAY);
	const swept = sweepEntities(scene, today + 1 - turn.pick(3), today);
	if (swept.ok) turn.world.ledger.count('sweeps', swept.value);
	return turn.told(swept, `sweeps ${swept.ok ? swept.value : 0}`);
};

/** What people do in scenes and prefabs, and how often. */
export const SCENE_ACTS = {
	add: [10, addSome],
	towers: [0.2, stackTowers],
	set: [16, setSome],
	'set nonsense': [1.5, setNonsense],
	component: [7, setComponents],
	rename: [5, rename],
	move: [12, move],
	'move across': [6, moveAcross],
	'add across': [2, addAcross],
	'squeeze in': [5, squeezeIn],
	remove: [5, remove],
	duplicate: [3, duplicate],
	sweep: [1, sweep],
} as const satisfies Record<string, readonly [share: number, act: Act]>;
