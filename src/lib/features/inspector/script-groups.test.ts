import { describe, expect, it } from 'vitest';
import { mintDocumentId, mintEntityId, type EntityId } from '#lib/base/ids.ts';
import type { JsonValue } from '#lib/base/json.ts';
import { unwrap } from '#lib/base/result.ts';
import { toScriptField } from '#lib/doc/components/script-fields.ts';
import type { EntitySnapshot } from '#lib/doc/entity.ts';
import { commonScripts, declaredField, differingField, unusedFields } from './script-groups.ts';

const HEALTH = mintDocumentId();
const CHASE = mintDocumentId();
const entity = (values: Record<string, JsonValue>) =>
	({ id: mintEntityId(), values }) as unknown as EntitySnapshot;
const speed = unwrap(toScriptField('speed', 3));

describe('[T54] the scripts of what is selected', () => {
	it('are one where they run the same text, in whatever slots', () => {
		const robot = entity({
			'script:b': true,
			'script:b.source': HEALTH,
			'script:a': true,
			'script:a.source': CHASE,
			'script:c': true,
			'script:c.source': HEALTH,
		});
		const player = entity({ script: true, 'script.source': HEALTH });
		expect(commonScripts([robot]).map(({ source, index }) => [source, index])).toEqual([
			[CHASE, 0],
			[HEALTH, 0],
			[HEALTH, 1],
		]);
		const [common, ...others] = commonScripts([robot, player]);
		expect(others).toEqual([]);
		expect(declaredField(common!, speed).keys).toEqual(
			new Map<EntityId, string>([
				[robot.id, 'script:b.fields.speed'],
				[player.id, 'script.fields.speed'],
			]),
		);
	});

	it('are none of a selection of which one has none', () => {
		expect(commonScripts([entity({ script: true }), entity({})])).toEqual([]);
		expect(commonScripts([])).toEqual([]);
	});

	it('keep what their text does not ask for, or not like this', () => {
		const robot = entity({
			script: true,
			'script.fields.speed': 'fast',
			'script.fields.old': 1,
			'script.fields.__proto__': 1,
		});
		const [group] = commonScripts([robot]);
		expect(unusedFields(group!, [speed]).map(({ key }) => key)).toEqual([
			'script.fields.old',
			'script.fields.speed',
		]);
		expect(
			unusedFields(group!, [unwrap(toScriptField('speed', 'slow')), unwrap(toScriptField('old', 2))]),
		).toEqual([]);
	});

	it('say in what they differ', () => {
		const of = (values: Record<string, JsonValue>) => entity({ script: true, ...values });
		const differing = (...all: EntitySnapshot[]) => differingField(commonScripts(all)[0]!);
		expect(differing(of({ 'script.fields.maxSpeed': 1 }), of({}))).toBe('Max speed');
		expect(differing(of({ 'script.enabled': false }), of({}))).toBe('Enabled');
		expect(differing(of({ 'script.fields.at': [1, 2, 3] }), of({ 'script.fields.at': [1, 2, 3] }))).toBe(
			undefined,
		);
	});
});
