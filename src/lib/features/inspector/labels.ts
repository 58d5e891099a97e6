import type { Unit } from '#lib/doc/components/component.ts';
import type { ComponentName, FieldName } from '#lib/doc/components/registry.ts';
import { m } from '#lib/paraglide/messages.js';

type Words = () => string;
type FieldKey = {
	[C in ComponentName]: C extends 'transform' ? FieldName<C> : `${C}.${FieldName<C>}`;
}[ComponentName];

export const COMPONENT_LABELS: Readonly<Record<ComponentName, Words>> = {
	transform: m.inspector_transform,
	mesh: m.inspector_mesh,
	text: m.inspector_text,
	material: m.inspector_material,
	light: m.inspector_light,
	camera: m.inspector_camera,
};

/** What each field is called; fields with a `row` share that row as chips. */
export type FieldLabel = { readonly label: Words; readonly row?: Words };

/** Typed so that a field declared in lib/doc without words here does not compile. */
export const FIELD_LABELS: Readonly<Record<FieldKey, FieldLabel>> = {
	position: { label: m.inspector_position },
	rotation: { label: m.inspector_rotation },
	scale: { label: m.inspector_scale },
	visible: { label: m.inspector_visible },
	'mesh.geometry': { label: m.inspector_shape },
	'mesh.model': { label: m.inspector_model },
	'mesh.castShadow': { label: m.inspector_cast, row: m.inspector_shadows },
	'mesh.receiveShadow': { label: m.inspector_receive, row: m.inspector_shadows },
	'text.content': { label: m.inspector_words },
	'text.size': { label: m.inspector_size },
	'text.depth': { label: m.inspector_depth },
	'material.color': { label: m.inspector_color },
	'material.map': { label: m.inspector_image },
	'material.roughness': { label: m.inspector_roughness },
	'material.metalness': { label: m.inspector_metalness },
	'light.type': { label: m.inspector_kind },
	'light.color': { label: m.inspector_color },
	'light.intensity': { label: m.inspector_intensity },
	'light.range': { label: m.inspector_range },
	'light.angle': { label: m.inspector_angle },
	'light.castShadow': { label: m.inspector_cast, row: m.inspector_shadows },
	'camera.fov': { label: m.inspector_fov },
	'camera.near': { label: m.inspector_near },
	'camera.far': { label: m.inspector_far },
};

type OptionKey = 'mesh.geometry' | 'light.type';

export const OPTION_LABELS: Readonly<Record<OptionKey, Readonly<Record<string, Words>>>> = {
	'mesh.geometry': {
		box: m.inspector_box,
		sphere: m.inspector_sphere,
		plane: m.inspector_plane,
		cylinder: m.inspector_cylinder,
		cone: m.inspector_cone,
		torus: m.inspector_torus,
		model: m.inspector_model,
	},
	'light.type': {
		directional: m.inspector_directional,
		point: m.inspector_point,
		spot: m.inspector_spot,
		ambient: m.inspector_ambient,
	},
};

/** Units as they stand behind a number; they are the same in every language. */
export const UNIT_SIGNS: Readonly<Record<Unit, string>> = { m: 'm', deg: '°', lx: 'lx', cd: 'cd' };

export const fieldLabel = (key: string): FieldLabel =>
	(FIELD_LABELS as Readonly<Record<string, FieldLabel>>)[key] ?? { label: () => key };

export function optionLabel(key: string, option: string): string {
	const options = (OPTION_LABELS as Readonly<Record<string, Readonly<Record<string, Words>>>>)[key];
	return options?.[option]?.() ?? option;
}
