import type { EntityId } from '#lib/base/ids.ts';
import { addInstance, setPrefabSource } from '#lib/doc/commands/add-instance.ts';
import { applyOverrides } from '#lib/doc/commands/apply-overrides.ts';
import { createPrefab } from '#lib/doc/commands/create-prefab.ts';
import { detachInstance } from '#lib/doc/commands/detach-instance.ts';
import { revertOverrides } from '#lib/doc/commands/revert-overrides.ts';
import { setOverrides, type OverrideEdit } from '#lib/doc/commands/set-overrides.ts';
import { declaredFields, hasComponent, COMPONENT_NAMES } from '#lib/doc/components/registry.ts';
import { instanceOf, isEntityPath, type EntityPath } from '#lib/doc/prefabs/entity-path.ts';
import { overridesOf, prefabOf } from '#lib/doc/prefabs/overrides.ts';
import type { SceneDocument } from '#lib/doc/scene.ts';
import type { Act, Turn } from './document-turn.ts';
import { OPTIONAL_COMPONENTS, pickValue } from './document-values.ts';

const MANY = 4;

/** What an instance shows, of instances and of entities in them. */
function pickDerived(turn: Turn, scene: SceneDocument): EntityPath | undefined {
	const paths = [...turn.person.expansion(scene.document.id).snapshot.entities.keys()].filter(isEntityPath);
	return paths.length === 0 ? undefined : turn.pickOf(paths.sort());
}

function pickInstance(turn: Turn, scene: SceneDocument): EntityId | undefined {
	const all = [...scene.snapshot.entities.values()].filter((entity) => prefabOf(entity) !== undefined);
	const own = all.filter((entity) => overridesOf(entity).byPath.size > 0);
	const among = (own.length > 0 && turn.chance(70) ? own : all).map(({ id }) => id).sort();
	return among.length === 0 ? undefined : turn.pickOf(among);
}

/** A new prefab of what is there, listed and made in one gesture. */
const create: Act = (turn) => {
	const { world, person } = turn;
	const scene = turn.scene();
	const ids = [turn.entity(scene), turn.chance(30) ? turn.entity(scene) : undefined].filter(
		(id) => id !== undefined,
	);
	if (ids.length === 0 || world.documentsOf('prefab').length >= MANY) return undefined;
	const what = ids.map((id) => turn.nameOf(scene, id)).join(', ');
	return person.history.join('create-prefab', () => {
		const listed = person.project.addDocument('prefab', 'Thing', turn.random);
		if (!listed.ok) return turn.told(listed, 'lists a prefab');
		world.list(listed.value, 'prefab');
		const prefab = person.scene(listed.value);
		const options = { random: turn.random, clock: world.clock };
		const made = createPrefab(scene, person.sources, prefab, ids, options);
		if (made.ok) world.ledger.count('prefabs');
		return turn.told(made, `makes a prefab ${listed.value.slice(0, 4)} of ${what}`);
	});
};

const instantiate: Act = (turn) => {
	const scene = turn.scene();
	const prefabs = turn.world.documentsOf('prefab');
	if (prefabs.length === 0 || turn.isCrowded(scene)) return undefined;
	const prefabId = turn.pickOf(prefabs);
	const parentId = turn.chance(40) ? (turn.entity(scene) ?? null) : null;
	const options = { random: turn.random };
	const added = addInstance(scene, turn.person.sources, prefabId, { parentId }, options);
	return turn.told(added, `puts ${turn.titleOf(prefabId)} into ${turn.titleOf(scene.document.id)}`);
};

/** Two people who do not see each other put two prefabs into one another. */
const nestAcross: Act = (turn) => {
	const { world, person } = turn;
	const other = turn.pickOf(world.people);
	const prefabs = world.documentsOf('prefab');
	const [outer, inner] = [turn.pick(prefabs.length), turn.pick(prefabs.length)].map((at) => prefabs[at]);
	if (!outer || !inner || outer === inner) return undefined;
	const options = { random: turn.random };
	const [mine, theirs] = [person.scene(outer), other.scene(inner)];
	if (turn.isCrowded(mine) || turn.isCrowded(theirs)) return undefined;
	const told = turn.told(addInstance(mine, person.sources, inner, {}, options), 'nests a prefab');
	const added = addInstance(theirs, other.sources, outer, {}, options);
	return `${told}, and ${other.name} ${turn.told(added, 'nests them the other way round')}`;
};

const override: Act = (turn) => {
	const scene = turn.scene();
	const id = pickDerived(turn, scene);
	const entity = id && turn.person.expansion(scene.document.id).snapshot.entities.get(id);
	if (!entity) return undefined;
	const edit = ((): Omit<OverrideEdit, 'id'> => {
		switch (turn.pick(8)) {
			case 0:
				return { key: 'name', value: `Mine ${turn.pick(9)}` };
			case 1:
				return { key: 'removed', value: turn.chance(60) };
			case 2: {
				const component = turn.pickOf(OPTIONAL_COMPONENTS);
				return { key: component, value: !hasComponent(entity, component) };
			}
			default: {
				const has = COMPONENT_NAMES.filter((name) => name !== 'prefab' && hasComponent(entity, name));
				const { key, field } = turn.pickOf(has.flatMap((name) => declaredFields(name)));
				return { key, value: turn.chance(10) ? undefined : pickValue(turn, field) };
			}
		}
	})();
	const done = setOverrides(scene, turn.person.sources, [{ id, ...edit }]);
	if (done.ok) turn.world.ledger.count('overrides');
	return turn.told(
		done,
		`overrides ${edit.key} of “${entity.name}” in ${turn.nameOf(scene, instanceOf(id))}`,
	);
};

const apply: Act = (turn) => {
	const { world, person } = turn;
	const scene = turn.scene();
	const id = pickInstance(turn, scene);
	const prefabId = id && prefabOf(scene.snapshot.entities.get(id) ?? { values: {} });
	if (!id || (prefabId && !turn.mayEdit(prefabId))) return undefined;
	const done = person.history.join('apply', () =>
		applyOverrides(scene, person.sources, id, undefined, world.clock),
	);
	if (done.ok) world.ledger.count('applied');
	return turn.told(done, `applies what ${turn.nameOf(scene, id)} overrides`);
};

const revert: Act = (turn) => {
	const scene = turn.scene();
	const path = pickDerived(turn, scene);
	const id = path ? instanceOf(path) : pickInstance(turn, scene);
	if (!id) return undefined;
	const done = revertOverrides(scene, id, path && turn.chance(50) ? [{ id: path }] : undefined);
	return turn.told(done, `takes back what ${turn.nameOf(scene, id)} overrides`);
};

const detach: Act = (turn) => {
	const scene = turn.scene();
	const id = pickInstance(turn, scene);
	if (!id || turn.isCrowded(scene)) return undefined;
	const what = turn.nameOf(scene, id);
	const done = detachInstance(scene, turn.person.sources, id, { random: turn.random });
	if (done.ok) turn.world.ledger.count('detached');
	return turn.told(done, `detaches ${what}`);
};

const replace: Act = (turn) => {
	const scene = turn.scene();
	const id = pickInstance(turn, scene);
	const prefabs = turn.world.documentsOf('prefab');
	if (!id || prefabs.length === 0) return undefined;
	const prefabId = turn.chance(80) ? turn.pickOf(prefabs) : null;
	const done = setPrefabSource(scene, turn.person.sources, id, prefabId);
	return turn.told(done, `makes ${turn.nameOf(scene, id)} one of ${prefabId?.slice(0, 4) ?? 'nothing'}`);
};

/** What people do with prefabs, and how often. */
export const PREFAB_ACTS = {
	'create a prefab': [3, create],
	'add an instance': [5, instantiate],
	'nest across': [1.5, nestAcross],
	override: [8, override],
	'apply overrides': [2.5, apply],
	'revert overrides': [1.5, revert],
	detach: [0.7, detach],
	'set the prefab': [1, replace],
} as const satisfies Record<string, readonly [share: number, act: Act]>;
