import { beforeEach, describe, expect, it } from 'vitest';
import { ALL, BadInputRig } from '../../../../tests/helpers/bad-input-rig.ts';
import { mintDocumentId, mintEntityId, type EntityId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { COMPONENT_NAMES, declaredFields, fieldOfKey } from '../components/registry.ts';
import type { ProjectDocument } from '../project.ts';
import type { SceneDocument } from '../scene.ts';
import { addStarter } from '../starter-update.ts';
import { addEntities } from './add-entities.ts';
import { duplicateEntities } from './duplicate-entities.ts';
import { moveEntities } from './move-entities.ts';
import { removeEntities } from './remove-entities.ts';
import { setComponent } from './set-component.ts';
import { renameEntity, setFields } from './set-fields.ts';
import type { CommandResult } from './command.ts';

let rig: BadInputRig;
let scene: SceneDocument;
let project: ProjectDocument;
let box: EntityId;
let inner: EntityId;
let gone: EntityId;

beforeEach(() => {
	rig = new BadInputRig();
	({ scene, project, box, inner, gone } = rig);
});

const expectRefused = (run: () => CommandResult<unknown>, document = scene.document) =>
	rig.expectRefused(run, document);

const nest = (depth: number): unknown => {
	let value: unknown = 1;
	for (let i = 0; i < depth; i++) value = [value];
	return value;
};
const loop = (): unknown => {
	const list: unknown[] = [];
	list.push(list, list);
	return list;
};
/** What types would not let through. */
const forged = <T>(value: unknown): T => value as T;
/** What no field of any kind holds. */
const NO_VALUES: [string, unknown][] = [
	['undefined', undefined],
	['NaN', NaN],
	['Infinity', Infinity],
	['-Infinity', -Infinity],
	['a function', () => 1],
	['a symbol', Symbol('x')],
	['a big integer', 10n],
	['a date', new Date(0)],
	['bytes', new Uint8Array(3)],
	['an object', { a: 1 }],
	['JSON 10,000 deep', nest(10_000)],
	['a list with itself in it', loop()],
	['10 MB of text', 'x'.repeat(10_000_000)],
	['half a character', 'a\uD800'],
	['a sparse list', Array.from({ length: 3 }).concat(new Array(1))],
	['numbers, one of them none', [NaN, 0, 0]],
	['numbers, one of them endless', [0, Infinity, 0, 1]],
];

describe('[D5] fields', () => {
	const FIELDS = COMPONENT_NAMES.flatMap(declaredFields);
	it.each(NO_VALUES)('%s stands in none', (_, value) => {
		for (const { key, field } of FIELDS) {
			// A text may hold what would be broken elsewhere.
			if (
				field.kind === 'text' &&
				typeof value === 'string' &&
				value.length <= field.maxLength &&
				value.isWellFormed()
			)
				continue;
			const message = expectRefused(() => setFields(scene, [{ entityId: box, key, value: forged(value) }]));
			expect(message).toContain('“Box”');
			expect(message).toContain(key);
			expect(message).toMatch(/must|not there/);
			expectRefused(() =>
				addEntities(scene, [{ name: 'New', values: { ...ALL, [key]: forged(value) } }], null),
			);
			expectRefused(() =>
				moveEntities(
					scene,
					[box],
					{ parentId: null, beforeId: null },
					new Map([[box, { [key]: forged(value) }]]),
				),
			);
		}
	});

	const VALUES: [string, unknown, RegExp][] = [
		['light.intensity', -1, /“Box”: light\.intensity must be a number from 0 to .*, but was -1/],
		['light.intensity', '1', /must be a number.*but was "1"/],
		['light.type', 'laser', /must be one of .*, but was "laser"/],
		['light.type', '__proto__', /must be one of/],
		['position', [1, 2], /must be three numbers.*but was \[1,2\]/],
		['position', [1, 2, 1e9], /within ±1000000/],
		['rotation', [0, 0, 0, 0], /quaternion/],
		['material.color', 'red', /colour like/],
		['visible', 0, /true or false, but was 0/],
		['mesh.model', 'a'.repeat(63), /must be a model/],
		['script.source', 'x', /must be a script/],
		['light', false, /light can only be there/],
		['transform', true, /transform can only/],
		['hologram', true, /cannot have the field "hologram"/],
		['light.warmth', 1, /cannot have the field/],
		['__proto__', {}, /cannot have the field/],
		['constructor', 1, /cannot have the field/],
		['toString', 1, /cannot have the field/],
		['name', 'x', /cannot have the field/],
		['place', [null, 'a0', null], /cannot have the field/],
		['removed', true, /cannot have the field/],
		['@x:name', 'x', /cannot have the field/],
		['', 1, /cannot have the field ""/],
	];
	it.each(VALUES)('%s = %o is refused by name', (key, value, message) => {
		expect(expectRefused(() => setFields(scene, [{ entityId: box, key, value: forged(value) }]))).toMatch(
			message,
		);
		// `{ ...values, __proto__: … }` would set no key.
		const values = Object.fromEntries([...Object.entries(ALL), [key, forged<number>(value)]]);
		expect(expectRefused(() => addEntities(scene, [{ name: 'Box', values }], null))).toMatch(message);
	});

	it('a reference to nothing, or to what is deleted', () => {
		const reference = COMPONENT_NAMES.flatMap(declaredFields).find(({ field }) => field.kind === 'entity');
		const key = reference?.key ?? '';
		for (const value of [mintEntityId(), gone]) {
			const message = expectRefused(() => setFields(scene, [{ entityId: box, key, value }]));
			expect(message).toMatch(/“Box”.*must be an entity of this scene.*is not there/);
			expectRefused(() => addEntities(scene, [{ name: 'New', values: { ...ALL, [key]: value } }], null));
		}
	});

	it('a field without its component', () => {
		for (const run of [
			() => setFields(scene, [{ entityId: inner, key: 'light.color', value: '#ffffff' }]),
			() => addEntities(scene, [{ name: 'Inner', values: { 'light.color': '#000000' } }], null),
		])
			expect(expectRefused(run)).toMatch(/“Inner” has no light, so light\.color cannot be set/);
	});

	it('one wrong edit among many stops them all', () => {
		const edits = [
			{ entityId: box, key: 'visible', value: false },
			{ entityId: inner, key: 'visible', value: 'no' },
		];
		expect(expectRefused(() => setFields(scene, edits))).toMatch(/“Inner”/);
	});

	it('−0 is stored as 0: two replicas would not find them equal', () => {
		unwrap(setFields(scene, [{ entityId: box, key: 'position', value: [-0, 1, -0] }]));
		unwrap(setFields(scene, [{ entityId: box, key: 'light.intensity', value: -0 }]));
		const [added] = unwrap(addEntities(scene, [{ name: 'New', values: { position: [-0, 2, 0] } }], null));
		const stored = (id: EntityId, key: string) => scene.snapshot.entities.get(id)?.values[key];
		expect(stored(box, 'position')).toEqual([0, 1, 0]);
		expect(stored(box, 'light.intensity')).toBe(0);
		expect(stored(added as EntityId, 'position')).toEqual([0, 2, 0]);
		expect(fieldOfKey('light.intensity')).toBeDefined();
	});
});

describe('[D5] names', () => {
	const NAMES: [string, unknown][] = [
		['nothing', undefined],
		['null', null],
		['a number', 7],
		['a list', ['Box']],
		['empty', ''],
		['space', ' \n\t '],
		['too long', 'x'.repeat(201)],
		['10 MB', 'x'.repeat(10_000_000)],
		['half a character', 'Box \uDC00'],
	];
	it.each(NAMES)('%s is none', (_, name) => {
		expectRefused(() => renameEntity(scene, box, forged(name)));
		expectRefused(() => addEntities(scene, [{ name: forged(name), values: {} }], null));
		expectRefused(() => addStarter(scene.document, [{ name: forged(name), values: {} }]));
		for (const run of [
			() => project.rename(forged(name)),
			() => project.addDocument('scene', forged(name)),
			() => project.renameDocument(mintDocumentId(), forged(name)),
		])
			expectRefused(run, project.document);
	});

	it('a copy of one that ends in a pair at the limit keeps whole characters', () => {
		unwrap(renameEntity(scene, box, 'x'.repeat(197) + '🌍'));
		const [copy] = unwrap(duplicateEntities(scene, [box]));
		expect(scene.snapshot.entities.get(copy as EntityId)?.name.isWellFormed()).toBe(true);
	});
});

const NO_IDS: [string, unknown][] = [
	['undefined', undefined],
	['null', null],
	['a number', 7],
	['an object', {}],
	['nothing to print', Object.create(null)],
	['text', 'x'],
	['__proto__', '__proto__'],
	['too long', 'x'.repeat(23)],
	['a path', '../../../../../../etc/x'],
	['a symbol', Symbol('id')],
];

describe('[D5] ids', () => {
	it.each(NO_IDS)('%s is none', (_, id) => {
		for (const run of [
			() => setFields(scene, [{ entityId: forged(id), key: 'visible', value: false }]),
			() => renameEntity(scene, forged(id), 'Box'),
			() => removeEntities(scene, [forged(id)]),
			() => duplicateEntities(scene, [forged(id)]),
			() => moveEntities(scene, [forged(id)], { parentId: null, beforeId: null }),
			() => setComponent(scene, [forged(id)], 'light', false),
		])
			expectRefused(run);
		if (id === null) return;
		expectRefused(() => addEntities(scene, [{ name: 'Box', values: {} }], forged(id)));
		expectRefused(() => moveEntities(scene, [box], { parentId: forged(id), beforeId: null }));
		expectRefused(() => moveEntities(scene, [box], { parentId: null, beforeId: forged(id) }));
	});

	it('of nothing, and of what is deleted, are refused', () => {
		for (const id of [mintEntityId(), gone])
			for (const run of [
				() => setFields(scene, [{ entityId: id, key: 'visible', value: false }]),
				() => renameEntity(scene, id, 'Box'),
				() => removeEntities(scene, [id]),
				() => duplicateEntities(scene, [id]),
				() => moveEntities(scene, [id], { parentId: null, beforeId: null }),
				() => moveEntities(scene, [box], { parentId: id, beforeId: null }),
				() => setComponent(scene, [id], 'light', false),
				() => addEntities(scene, [{ name: 'Box', values: {} }], id),
			])
				expectRefused(run);
		expect(expectRefused(() => renameEntity(scene, gone, 'Box'))).toMatch(/“Gone” was deleted/);
	});
});
