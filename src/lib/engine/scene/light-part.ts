import {
	AmbientLight,
	DirectionalLight,
	Group,
	HemisphereLight,
	type Light,
	PointLight,
	RectAreaLight,
	Sprite,
	SpotLight,
} from 'three';
import { assertNever } from '../../base/assert.ts';
import { readField } from '../../doc/components/registry.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import type { EntityPart } from './entity-part.ts';
import { asHelper } from './layers.ts';
import type { IconKind, SceneKit } from './scene-kit.ts';

/** Icons keep their size on screen: this share of the viewport's height. */
const ICON_SIZE = 0.045;
const SPOT_SOFTNESS = 0.35;
const SHADOW_MAP_SIZE = { directional: 2048, spot: 1024, point: 512 };

/** The light of an entity and the icon to grab it by. */
export function createLightPart(entity: EntitySnapshot, kit: SceneKit): EntityPart {
	const object = new Group();
	const type = readField(entity, 'light', 'type');
	addIcon(object, kit, type === 'hemisphere' ? 'ambient' : type === 'area' ? 'spot' : type);
	const light = makeLight(entity);
	if (light instanceof DirectionalLight) return { object, light, sun: light, dispose: () => light.dispose() };
	object.add(light);
	if (light instanceof SpotLight) {
		light.target.position.set(0, 0, -1);
		object.add(light.target);
	}
	return { object, light, dispose: () => light.dispose() };
}

export function addIcon(object: Group, kit: SceneKit, kind: IconKind): void {
	const material = kit.icons.get(kind);
	if (!material) return;
	const icon = new Sprite(material);
	icon.scale.setScalar(ICON_SIZE);
	icon.name = `${kind} icon`;
	object.add(asHelper(icon));
}

function makeLight(entity: EntitySnapshot): Light {
	const type = readField(entity, 'light', 'type');
	const color = readField(entity, 'light', 'color');
	const intensity = readField(entity, 'light', 'intensity');
	const range = readField(entity, 'light', 'range');
	const castShadow = readField(entity, 'light', 'castShadow');
	switch (type) {
		case 'ambient':
			return new AmbientLight(color, intensity);
		case 'hemisphere':
			return new HemisphereLight(color, readField(entity, 'light', 'groundColor'), intensity);
		case 'area': {
			const [width, height] = [readField(entity, 'light', 'width'), readField(entity, 'light', 'height')];
			return new RectAreaLight(color, intensity, width, height);
		}
		case 'directional':
			return withShadow(new DirectionalLight(color, intensity), castShadow, SHADOW_MAP_SIZE.directional);
		case 'point':
			return withShadow(new PointLight(color, intensity, range), castShadow, SHADOW_MAP_SIZE.point);
		case 'spot': {
			const angle = (readField(entity, 'light', 'angle') * Math.PI) / 180;
			const spot = new SpotLight(color, intensity, range, angle, SPOT_SOFTNESS);
			spot.position.set(0, 0, 0);
			return withShadow(spot, castShadow, SHADOW_MAP_SIZE.spot);
		}
		default:
			return assertNever(type);
	}
}

function withShadow<L extends DirectionalLight | PointLight | SpotLight>(
	light: L,
	castShadow: boolean,
	size: number,
): L {
	light.castShadow = castShadow;
	light.shadow.mapSize.set(size, size);
	light.shadow.radius = 3;
	light.shadow.bias = -0.0004;
	light.shadow.normalBias = 0.03;
	return light;
}
