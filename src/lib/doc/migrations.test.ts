import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../base/json.ts';
import { DOCUMENT_SAMPLES } from '../../../tests/helpers/document-samples.ts';
import { DOCUMENT_KINDS, type DocumentKind } from './live-document.ts';
import { ENTITY_MIGRATIONS, isOldKey, migrateValues, type EntityMigration } from './migrations.ts';
import { SCHEMAS } from './schema.ts';

/** Prefabs came with schema 2, and share every step with scenes. */
const migrationsOf = (kind: DocumentKind): readonly EntityMigration[] =>
	kind === 'scene' || kind === 'prefab' ? ENTITY_MIGRATIONS : [];
const EARLIER = DOCUMENT_KINDS.flatMap((kind) =>
	Array.from({ length: SCHEMAS[kind] - 1 }, (_, i) => ({ kind, schema: i + 1 })),
);

describe('[D8] every earlier shape', () => {
	it.each(EARLIER)('$kind $schema has a migration and stored samples', ({ kind, schema }) => {
		expect(migrationsOf(kind).map(({ to }) => to)).toContain(schema + 1);
		const shape = kind === 'prefab' ? 'scene' : kind;
		expect(
			DOCUMENT_SAMPLES.filter((sample) => sample.kind === shape && sample.schema === schema),
		).not.toEqual([]);
	});

	it('scenes and prefabs are of one shape, and no step leads beyond it', () => {
		expect(SCHEMAS.prefab).toBe(SCHEMAS.scene);
		expect(ENTITY_MIGRATIONS.map(({ to }) => to)).toEqual(
			Array.from({ length: SCHEMAS.scene - 1 }, (_, i) => i + 2),
		);
	});

	it('no key is old in one step and new in another', () => {
		for (const { oldKeys, migrate } of ENTITY_MIGRATIONS) {
			const values: Record<string, JsonValue> = {};
			migrate(values, Object.fromEntries(oldKeys.map((key) => [key, true])));
			expect(Object.keys(values).filter((key) => isOldKey(key))).toEqual([]);
		}
	});
});

describe('[D8] a migration', () => {
	const OLD = { material: true, 'material.map': 'a', 'material.mapping': 1, strange: [1] };

	it('writes what old keys meant, and nothing else', () => {
		const values: Record<string, JsonValue> = { ...OLD };
		expect(migrateValues(values)).toEqual(['material.map']);
		expect(values).toEqual({
			material: true,
			'material.colorMap': 'a',
			'material.mapping': 1,
			strange: [1],
		});
	});

	it('done twice is done once', () => {
		const values: Record<string, JsonValue> = { ...OLD };
		migrateValues(values);
		const once = { ...values };
		expect(migrateValues(values)).toEqual([]);
		expect(values).toEqual(once);
	});

	it('takes an old key for the later word', () => {
		const values: Record<string, JsonValue> = { 'material.map': 'late', 'material.colorMap': 'early' };
		migrateValues(values);
		expect(values).toEqual({ 'material.colorMap': 'late' });
	});

	it('reaches what instances of a prefab override, each path by itself', () => {
		const values: Record<string, JsonValue> = {
			'@a:material.map': 'one',
			'@a/b:material.map': 'two',
			'@a:material.color': '#ffffff',
			'@a/b:name': 'Chair',
			'@strange': 1,
			'@:material.map': 'nowhere',
		};
		expect(migrateValues(values)).toHaveLength(3);
		expect(values).toEqual({
			'@a:material.colorMap': 'one',
			'@a/b:material.colorMap': 'two',
			'@a:material.color': '#ffffff',
			'@a/b:name': 'Chair',
			'@strange': 1,
			'@:material.colorMap': 'nowhere',
		});
	});

	it('runs after those before it, and on their results', () => {
		const steps: EntityMigration[] = [
			{ to: 2, oldKeys: ['a'], migrate: (values, old) => void (values['b'] = [old['a'] ?? null]) },
			{ to: 3, oldKeys: ['b'], migrate: (values, old) => void (values['c'] = [old['b'] ?? null]) },
		];
		const values: Record<string, JsonValue> = { a: 1 };
		migrateValues(values, steps);
		expect(values).toEqual({ c: [[1]] });
	});
});
