import type { JsonValue } from '../base/json.ts';

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
	/** Writes what they meant in the new shape into `values`, which has them no more. What is there already wins. */
	readonly migrate: (values: EntityValues, old: Readonly<EntityValues>) => void;
};

export const ENTITY_MIGRATIONS: readonly EntityMigration[] = [
	{
		// A material has several maps now, so that “map” alone says too little.
		to: 2,
		oldKeys: ['material.map'],
		migrate: (values, old) => {
			values['material.colorMap'] ??= old['material.map'] as JsonValue;
		},
	},
];

/** Keys of earlier shapes. */
export const OLD_KEYS: readonly string[] = ENTITY_MIGRATIONS.flatMap(({ oldKeys }) => oldKeys);

/** Turns an entity's values into those of this version, in place; returns the old keys that went. */
export function migrateValues(
	values: EntityValues,
	migrations: readonly EntityMigration[] = ENTITY_MIGRATIONS,
): readonly string[] {
	const gone: string[] = [];
	for (const { oldKeys, migrate } of migrations) {
		const found = oldKeys.filter((key) => Object.hasOwn(values, key));
		if (found.length === 0) continue;
		const old = Object.fromEntries(found.map((key) => [key, values[key] as JsonValue]));
		for (const key of found) delete values[key];
		migrate(values, old);
		gone.push(...found);
	}
	return gone;
}
