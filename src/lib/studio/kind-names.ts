import type { NewEntityKind } from '../editor/new-entity.ts';
import { m } from '../paraglide/messages.js';

const NAMES: Readonly<Record<NewEntityKind, () => string>> = {
	empty: m.studio_kind_empty,
	box: m.studio_kind_box,
	sphere: m.studio_kind_sphere,
	plane: m.studio_kind_plane,
	cylinder: m.studio_kind_cylinder,
	text: m.studio_kind_text,
	'directional-light': m.studio_kind_directional_light,
	'point-light': m.studio_kind_point_light,
	'spot-light': m.studio_kind_spot_light,
	'ambient-light': m.studio_kind_ambient_light,
	camera: m.studio_kind_camera,
	sky: m.studio_kind_sky,
};

/** What a new entity of this kind is called, in the Add menu and in the scene. */
export const nameOfKind = (kind: NewEntityKind): string => NAMES[kind]();
