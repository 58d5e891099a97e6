import { describe, expect, it } from 'vitest';
import { mintEntityId } from '#lib/base/ids.ts';
import type { JsonValue } from '#lib/base/json.ts';
import { light } from '#lib/doc/components/light.ts';
import type { EntitySnapshot } from '#lib/doc/entity.ts';
import { COMPONENT_NAMES } from '#lib/doc/components/registry.ts';
import { ADDABLE, ADDABLE_GROUPS, commonComponents } from './addable.ts';
import { inspectorRows, unknownComponents } from './rows.ts';

const entity = (values: Record<string, JsonValue>): EntitySnapshot => ({
	id: mintEntityId(),
	name: 'Thing',
	place: { parentId: null, order: 'a0', previousParentId: null },
	removed: false,
	values,
});
const keys = (rows: ReturnType<typeof inspectorRows>) =>
	rows.flatMap((row) => (row.kind === 'chips' ? row.fields.map(({ key }) => key) : [row.key]));

describe('the inspector’s rows', () => {
	it('come from the declaration, in its order', () => {
		expect(keys(inspectorRows('camera', [entity({ camera: true })]))).toEqual([
			'camera.projection',
			'camera.fov',
			'camera.near',
			'camera.far',
		]);
	});

	it('put switches of one meaning side by side', () => {
		const rows = inspectorRows('mesh', [entity({ mesh: true })]);
		const chips = rows.find((row) => row.kind === 'chips');
		expect(chips?.kind === 'chips' && chips.fields.map(({ key }) => key)).toEqual([
			'mesh.castShadow',
			'mesh.receiveShadow',
		]);
		expect(chips?.kind === 'chips' && chips.help).toMatch(/^Cast: .+ Receive: .+$/);
		const body = inspectorRows('rigidBody', [entity({ rigidBody: true })]);
		expect(body.filter((row) => row.kind === 'chips').map((row) => row.fields.length)).toEqual([3, 3]);
	});

	it('say in words of the catalogue what each field does', () => {
		const [kind] = inspectorRows('light', [entity({ light: true })]);
		expect([kind?.label, kind?.help]).toEqual(['Kind', light.fields.type.help]);
	});

	it('[E212] offer to add all that a level is prepared with, in the order it is shown', () => {
		const shown = commonComponents([entity(Object.fromEntries(ADDABLE.map((name) => [name, true])))]);
		expect(shown).toEqual(['transform', ...ADDABLE]);
		const kept = COMPONENT_NAMES.filter((name) => !shown.includes(name));
		expect(kept).toEqual(['prefab', 'script']);
		expect(ADDABLE_GROUPS.flatMap(({ names }) => names)).toHaveLength(ADDABLE.length);
	});

	it('leave out what means nothing to any of the selected', () => {
		const box = entity({ mesh: true });
		const model = entity({ mesh: true, 'mesh.geometry': 'model' });
		expect(keys(inspectorRows('mesh', [box]))).not.toContain('mesh.model');
		expect(keys(inspectorRows('mesh', [box, model]))).toContain('mesh.model');
		const sun = entity({ light: true, 'light.type': 'ambient' });
		expect(keys(inspectorRows('light', [sun]))).toEqual(['light.type', 'light.color', 'light.intensity']);
	});

	it('show the components all of them carry', () => {
		const lamp = entity({ light: true, mesh: true });
		expect(commonComponents([lamp, entity({ mesh: true })])).toEqual(['transform', 'mesh']);
	});

	it('name what this version does not know', () => {
		const strange = entity({
			portal: true,
			'portal.target': 'x',
			position: [0, 0, 0],
			mesh: true,
			'@source:mesh.geometry': 'cone',
		});
		expect(unknownComponents([strange, entity({})])).toEqual(['portal']);
	});
});
