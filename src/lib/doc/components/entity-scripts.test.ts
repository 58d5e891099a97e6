import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../base/json.ts';
import {
	entityScripts,
	isScriptFieldName,
	isScriptSlot,
	mintScriptSlot,
	parseScriptKey,
	scriptFieldKey,
	scriptKey,
} from './entity-scripts.ts';

const DOOR = 'd'.repeat(22);
const CHASE = 'c'.repeat(22);
const values = (of: Record<string, unknown>) => of as Record<string, JsonValue>;

describe('[T50] the scripts of an entity', () => {
	it('are listed with what was set', () => {
		const scripts = entityScripts(
			values({
				position: [1, 2, 3],
				script: true,
				'script.source': DOOR,
				'script:b': true,
				'script:b.source': CHASE,
				'script:b.enabled': false,
				'script:b.fields.speed': 3,
				'script:b.fields.target': { entity: 'e'.repeat(22) },
			}),
		);
		expect(scripts).toEqual([
			{ slot: 'script', source: DOOR, enabled: true, fields: {} },
			{
				slot: 'script:b',
				source: CHASE,
				enabled: false,
				fields: { speed: 3, target: { entity: 'e'.repeat(22) } },
			},
		]);
	});

	it('stand in one order, however their keys arrived', () => {
		const keys = ['script:z', 'script', 'script:A', 'script:a.fields.b', 'script:a', 'script:a.fields.a'];
		const forwards = Object.fromEntries(keys.map((key) => [key, true]));
		const backwards = Object.fromEntries(keys.toReversed().map((key) => [key, true]));
		const listed = entityScripts(forwards);
		expect(listed.map(({ slot }) => slot)).toEqual(['script', 'script:A', 'script:a', 'script:z']);
		expect(JSON.stringify(entityScripts(backwards))).toBe(JSON.stringify(listed));
	});

	it('are none where nobody added one: fields alone make no script', () => {
		expect(entityScripts({})).toEqual([]);
		expect(entityScripts(values({ 'script:a.source': DOOR, 'script:a.fields.x': 1 }))).toEqual([]);
	});

	it('read what is malformed as if it had not been set', () => {
		const hostile = values({
			script: 'yes',
			'script:': true,
			'script:a b': true,
			['script:' + 'x'.repeat(23)]: true,
			'script:__proto__': true,
			'script:__proto__.source': { a: 1 },
			'script:__proto__.enabled': 'no',
			'script:a': true,
			'script:a.source': 7,
			'script:a.fields.__proto__': 1,
			'script:a.fields.constructor': 1,
			'script:a.fields.a-b': 1,
			'script:a.fields.a.b': 1,
			'script:a.fields.': 1,
			'script:a.fields.nan': NaN,
			'script:a.fields.infinite': -Infinity,
			'script:a.fields.none': null,
			'script:a.fields.two': [1, 2],
			'script:a.fields.far': [1e9, 0, 0],
			'script:a.fields.holes': [, , ,], // eslint-disable-line no-sparse-arrays -- what every() skips
			'script:a.fields.long': 'x'.repeat(10_001),
			'script:a.fields.half': '\ud800',
			'script:a.fields.other': { script: DOOR },
			'script:a.fields.both': { entity: DOOR, prefab: DOOR },
			'script:a.fields.wrong': { entity: '../..' },
			'script:a.fields.deep': { entity: { entity: DOOR } },
			'script:a.fields.hasOwnProperty': 5,
		});
		const scripts = entityScripts(hostile);
		expect(scripts).toEqual<unknown>([
			{ slot: 'script:__proto__', source: null, enabled: true, fields: {} },
			{ slot: 'script:a', source: null, enabled: true, fields: { hasOwnProperty: 5 } },
		]);
		expect(Object.getPrototypeOf(scripts[1]?.fields)).toBeNull();
	});
});

describe('[T50] a key of a script', () => {
	it('is taken apart as it was put together', () => {
		const slot = mintScriptSlot();
		expect(isScriptSlot(slot)).toBe(true);
		expect(parseScriptKey(scriptKey(slot, 'source'))).toEqual({ slot, member: 'source', field: undefined });
		expect(parseScriptKey(scriptFieldKey('script', 'speed'))).toEqual({
			slot: 'script',
			member: 'fields.speed',
			field: 'speed',
		});
	});

	it.each([
		'script',
		'scripts.source',
		'script.sources',
		'script:.source',
		'script:a:b.source',
		'script.fields',
		'script.fields.',
		'script.fields.1st',
		'script.fields.constructor',
		'script.fields.' + 'x'.repeat(65),
		'script.source\n',
		'mesh.source',
	])('%j is none', (key) => {
		expect(parseScriptKey(key)).toBeUndefined();
	});

	it('names fields as programs do', () => {
		expect(['speed', '_a1', 'x'.repeat(64)].every(isScriptFieldName)).toBe(true);
		expect(['', '1a', 'ä', 'a b', '__proto__', 'prototype', 'x'.repeat(65)].some(isScriptFieldName)).toBe(
			false,
		);
	});
});
