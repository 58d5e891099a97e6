import type { JsonValue } from '../base/json.ts';
import type { EntityDraft } from '../doc/commands/add-entities.ts';

/** What the Add menu offers. */
export const NEW_ENTITY_KINDS = [
	'empty',
	'box',
	'sphere',
	'plane',
	'cylinder',
	'text',
	'directional-light',
	'point-light',
	'spot-light',
	'ambient-light',
	'camera',
	'sky',
] as const;

export type NewEntityKind = (typeof NEW_ENTITY_KINDS)[number];

// −Z tilted 50° down, and 30° to the side: how a late-morning sun falls.
const SUNLIGHT_ROTATION = [-0.408, 0.234, 0.109, 0.875] as const;

const VALUES: Readonly<Record<NewEntityKind, Readonly<Record<string, JsonValue>>>> = {
	empty: {},
	box: { mesh: true, material: true, position: [0, 0.5, 0] },
	sphere: { mesh: true, material: true, 'mesh.geometry': 'sphere', position: [0, 0.5, 0] },
	plane: { mesh: true, material: true, 'mesh.geometry': 'plane', scale: [4, 1, 4] },
	cylinder: { mesh: true, material: true, 'mesh.geometry': 'cylinder', position: [0, 0.5, 0] },
	text: { text: true, material: true, position: [0, 0.5, 0] },
	'directional-light': {
		light: true,
		'light.type': 'directional',
		'light.intensity': 2.5,
		'light.castShadow': true,
		position: [3, 6, 4],
		rotation: SUNLIGHT_ROTATION,
	},
	'point-light': { light: true, 'light.intensity': 12, position: [0, 2, 0] },
	'spot-light': {
		light: true,
		'light.type': 'spot',
		'light.intensity': 40,
		'light.castShadow': true,
		position: [0, 3, 0],
		rotation: [-0.70711, 0, 0, 0.70711],
	},
	'ambient-light': { light: true, 'light.type': 'ambient', 'light.intensity': 0.6, position: [0, 2, 0] },
	camera: { camera: true, position: [0, 1.6, 5] },
	sky: { environment: true, 'environment.background': 'sky' },
};

/** A new entity as it comes out of the Add menu, standing on the ground at the origin or at `at`. */
export function draftEntity(
	kind: NewEntityKind,
	name: string,
	at?: readonly [number, number, number],
): EntityDraft {
	const values = { ...VALUES[kind] };
	const [, height = 0] = (values['position'] as readonly number[] | undefined) ?? [];
	if (at) values['position'] = [at[0], at[1] + height, at[2]];
	return { name, values };
}
