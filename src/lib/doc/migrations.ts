import type { JsonValue } from '../base/json.ts';
import { particlesOverLife } from './migrate-particles.ts';

export type EntityValues = Record<string, JsonValue>;

/**
 * A step from one shape of scenes and prefabs to the next. Pure and idempotent: it runs on whatever still has an
 * old key, as devices that were offline go on writing those for a while.
 */
export type EntityMigration = {
	/** The schema this step leads to. */
	readonly to: number;
	/** The keys of the shape before, which the step takes away. */
	readonly oldKeys: readonly string[];
	/**
	 * Writes what they meant in the new shape into `values`, which has them no more, over what is there: whoever
	 * writes the new shape takes the old keys away, so one that stands was written by somebody who knew of neither.
	 */
	readonly migrate: (values: EntityValues, old: Readonly<EntityValues>) => void;
};

export const ENTITY_MIGRATIONS: readonly EntityMigration[] = [
	{
		// A material has several maps now, so that “map” alone says too little.
		to: 2,
		oldKeys: ['material.map'],
		migrate: (values, old) => {
			values['material.colorMap'] = old['material.map'] as JsonValue;
		},
	},
	particlesOverLife,
];

const OLD_KEYS = new Set(ENTITY_MIGRATIONS.flatMap(({ oldKeys }) => oldKeys));

/** Overrides of a prefab's entities stand behind a path, under the keys that those entities have. */
const splitOverride = (key: string): [path: string, key: string] => {
	const end = key.startsWith('@') ? key.indexOf(':') + 1 : 0;
	return [key.slice(0, end), key.slice(end)];
};

/** Whether a key is one of an earlier shape, also as an override. */
export function isOldKey(key: string, oldKeys: ReadonlySet<string> = OLD_KEYS): boolean {
	return oldKeys.has(key) || (key.startsWith('@') && oldKeys.has(splitOverride(key)[1]));
}

/** Turns an entity's values into those of this version, in place; returns the old keys that went. */
export function migrateValues(
	values: EntityValues,
	migrations: readonly EntityMigration[] = ENTITY_MIGRATIONS,
): readonly string[] {
	const oldKeys = new Set(migrations.flatMap((migration) => migration.oldKeys));
	const old = Object.keys(values).filter((key) => isOldKey(key, oldKeys));
	for (const path of new Set(old.map((key) => splitOverride(key)[0]))) migratePart(values, path, migrations);
	return old;
}

/** Migrates the entity's own values (path ''), or what it overrides in one entity of its prefab. */
function migratePart(values: EntityValues, path: string, migrations: readonly EntityMigration[]): void {
	const part: EntityValues = {};
	for (const key of Object.keys(values)) {
		const [at, name] = splitOverride(key);
		if (at === path && name !== '__proto__') part[name] = values[key] as JsonValue;
	}
	const before = { ...part };
	for (const { oldKeys, migrate } of migrations) {
		const found = oldKeys.filter((key) => Object.hasOwn(part, key));
		if (found.length === 0) continue;
		const old = Object.fromEntries(found.map((key) => [key, part[key] as JsonValue]));
		for (const key of found) delete part[key];
		migrate(part, old);
	}
	for (const key of Object.keys(before)) if (!Object.hasOwn(part, key)) delete values[path + key];
	for (const [key, value] of Object.entries(part)) if (before[key] !== value) values[path + key] = value;
}
