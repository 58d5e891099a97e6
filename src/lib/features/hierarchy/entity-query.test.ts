import { describe, expect, it } from 'vitest';
import { mintEntityId } from '#lib/base/ids.ts';
import type { JsonValue } from '#lib/base/json.ts';
import { COMPONENT_NAMES, declaredFields } from '#lib/doc/components/registry.ts';
import type { EntitySnapshot } from '#lib/doc/entity.ts';
import { parseQuery } from './entity-query.ts';

const entity = (name: string, values: Record<string, JsonValue> = {}): EntitySnapshot => ({
	id: mintEntityId(),
	name,
	place: { parentId: null, order: 'a0', previousParentId: null },
	removed: false,
	values,
});

const SCENE = [
	entity('Room'),
	entity('Lamp', { light: true, 'light.intensity': 12, position: [0, 2, 0] }),
	entity('Sun', { light: true, 'light.type': 'directional', 'light.intensity': 2 }),
	entity('Glow', { light: true, 'light.type': 'ambient', 'light.intensity': 0.6, visible: false }),
	entity('Red box', { mesh: true, material: true, 'material.color': '#ff0000' }),
	entity('Ball', { mesh: true, 'mesh.geometry': 'sphere', collider: true, position: [0, 0.5, -3] }),
	entity('Light switch', { collider: true, 'collider.shape': 'sphere' }),
	entity('Sign: “Inn”', { text: true, 'text.content': 'The Old Inn' }),
];

/** The names of what fits; with a problem, that as well. */
function found(query: string): readonly string[] {
	const { test, problem } = parseQuery(query);
	if (problem) throw new Error(`“${query}”: ${JSON.stringify(problem)}`);
	return SCENE.filter((one) => test?.(one) ?? true).map(({ name }) => name);
}
const problem = (query: string) => parseQuery(query).problem;

describe('a search', () => {
	it.each([
		['', SCENE.map(({ name }) => name)],
		['  ', SCENE.map(({ name }) => name)],
		['BOX', ['Red box']],
		['box red', ['Red box']],
		['light', ['Lamp', 'Sun', 'Glow', 'Light switch']],
		['"light"', ['Light switch']],
		['light la', ['Lamp']],
		['name:l', ['Lamp', 'Glow', 'Ball', 'Light switch']],
		['name=lamp', ['Lamp']],
		['light name!=lamp', ['Sun', 'Glow', 'Light switch']],
		['"sign: “inn”"', ['Sign: “Inn”']],
		['name:"sign:"', ['Sign: “Inn”']],
		['nothing like it', []],
	])('[E44] finds by words in names, and by components: %s', (query, names) => {
		expect(found(query)).toEqual(names);
	});

	it.each([
		['light intensity>2', ['Lamp']],
		['intensity>=2', ['Lamp', 'Sun']],
		['intensity < 2', ['Glow']],
		['intensity <=2', ['Sun', 'Glow']],
		['intensity≥2', ['Lamp', 'Sun']],
		['intensity=12', ['Lamp']],
		['intensity!=12', ['Sun', 'Glow']],
		['light.intensity:0.6', ['Glow']],
		['position.y>0', ['Lamp', 'Ball']],
		['position.z=-3', ['Ball']],
		['visible=no', ['Glow']],
		['color=#F00', ['Red box']],
		['light color=ffffff', ['Lamp', 'Sun', 'Glow']],
		['content:old', ['Sign: “Inn”']],
		['words:"the old"', ['Sign: “Inn”']],
		['light type=directional', ['Sun']],
		['model=none', []],
		['mesh shape=model model=none', []],
	])('[E45] compares fields: %s', (query, names) => {
		expect(found(query)).toEqual(names);
	});

	it('[E45] a field goes by its key and by its label, with and without its component', () => {
		const balls = ['Ball', 'Light switch'];
		expect(found('shape=sphere')).toEqual(balls);
		for (const query of [
			'geometry=sphere',
			'mesh shape=sphere',
			'Mesh.Shape = Sphere',
			'mesh.geometry:sphere',
		])
			expect(found(query), query).toEqual(['Ball']);
		expect(found('collider.shape=sphere')).toEqual(['Light switch']);
		expect(found('"Soft edge">0.3 "cast"=false')).toEqual([]);
		expect(found('softedge>=0')).toEqual([]);
	});

	it('[E45] what a field would be by default counts where it is shown, and only there', () => {
		expect(found('mesh shape=box')).toEqual(['Red box']);
		expect(found('falloff=2')).toEqual(['Lamp']);
		expect(found('shape!=sphere')).toEqual(['Red box']);
	});

	it.each(COMPONENT_NAMES)('[E45] every field of %s is known by key and label', (component) => {
		for (const { name, key, field } of declaredFields(component)) {
			for (const word of [name, key, `${component}.${name}`, `"${field.label}"`]) {
				const kind = problem(`${word}=?`)?.kind;
				expect(kind, word).not.toBe('unknown-field');
			}
		}
	});

	it.each([
		['light >2', { kind: 'unknown-field', field: 'light' }],
		['>2', { kind: 'no-field', operator: '>' }],
		['intensity>', { kind: 'unfinished', comparison: 'intensity>' }],
		['intensity><2', { kind: 'unfinished', comparison: 'intensity>' }],
		['gloss=2', { kind: 'unknown-field', field: 'gloss' }],
		[
			'position>2',
			{ kind: 'which-part', field: 'Position', parts: ['position.x', 'position.y', 'position.z'] },
		],
		['tiling>2', { kind: 'which-part', field: 'Tiling', parts: ['tiling.x', 'tiling.y'] }],
		['tiling.z>2', { kind: 'unknown-field', field: 'tiling.z' }],
		['transform.rotation=2', { kind: 'not-searchable', field: 'Rotation' }],
		['name<b', { kind: 'no-order', field: 'name' }],
		['visible>yes', { kind: 'no-order', field: 'Visible' }],
		['visible=perhaps', { kind: 'wrong-value', field: 'Visible', value: 'perhaps', wanted: 'boolean' }],
		['intensity>much', { kind: 'wrong-value', field: 'Intensity', value: 'much', wanted: 'number' }],
		['light color=red', { kind: 'wrong-value', field: 'Color', value: 'red', wanted: 'color' }],
		['mesh model=chair', { kind: 'wrong-value', field: 'Model', value: 'chair', wanted: 'none' }],
		[
			'joint type=x',
			{ kind: 'wrong-value', value: 'x', wanted: ['Fixed', 'Hinge', 'Ball', 'Slider', 'Spring'] },
		],
	])('[E46] says what it cannot understand: %s', (query, expected) => {
		expect(problem(query)).toMatchObject(expected);
	});

	it('[E46] leaves out what it cannot understand, and the rest holds', () => {
		const { test } = parseQuery('light intensity> gloss=2');
		expect(SCENE.filter((one) => test?.(one)).map(({ name }) => name)).toEqual(found('light'));
		expect(parseQuery('intensity>').test).toBe(null);
	});
});
