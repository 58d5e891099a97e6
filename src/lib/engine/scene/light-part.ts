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
import { HelperLines } from './helper-lines.ts';
import type { IconKind, SceneKit } from './scene-kit.ts';

/** Icons keep their size on screen: this share of the viewport's height. */
const ICON_SIZE = 0.045;
/** Pixels a side where the creator leaves it to us. */
const SHADOW_MAP_SIZE = { directional: 2048, spot: 1024, point: 512 };
const AREA_RAY_LENGTH = 0.4;

/** The light of an entity and the icon to grab it by. */
export function createLightPart(entity: EntitySnapshot, kit: SceneKit): EntityPart {
	const type = readField(entity, 'light', 'type');
	const object = new Group();
	addIcon(object, kit, type);
	if (type === 'area') return createAreaPart(entity, kit, object);
	const light = makeLight(entity, type);
	const dispose = () => light.dispose();
	if (light instanceof DirectionalLight) return { object, light, sun: light, dispose };
	if (light instanceof HemisphereLight) return { object, light, dispose };
	object.add(light);
	if (light instanceof SpotLight) {
		light.target.position.set(0, 0, -1);
		object.add(light.target);
	}
	return { object, light, dispose };
}

export function addIcon(object: Group, kit: SceneKit, kind: IconKind): void {
	const material = kit.icons.get(kind);
	if (!material) return;
	const icon = new Sprite(material);
	icon.name = `${kind} icon`;
	object.add(kit.iconSize.fit(icon, ICON_SIZE));
}

function makeLight(entity: EntitySnapshot, type: Exclude<LightType, 'area'>): Light {
	const color = readField(entity, 'light', 'color');
	const intensity = readField(entity, 'light', 'intensity');
	const range = readField(entity, 'light', 'range');
	const decay = readField(entity, 'light', 'decay');
	switch (type) {
		case 'ambient':
			return new AmbientLight(color, intensity);
		case 'hemisphere':
			return new HemisphereLight(color, readField(entity, 'light', 'groundColor'), intensity);
		case 'directional':
			return withShadow(new DirectionalLight(color, intensity), entity, type);
		case 'point':
			return withShadow(new PointLight(color, intensity, range, decay), entity, type);
		case 'spot': {
			const angle = (readField(entity, 'light', 'angle') * Math.PI) / 180;
			const penumbra = readField(entity, 'light', 'penumbra');
			const spot = new SpotLight(color, intensity, range, angle, penumbra, decay);
			spot.position.set(0, 0, 0);
			return withShadow(spot, entity, type);
		}
		default:
			return assertNever(type);
	}
}

type LightType = ReturnType<typeof readField<'light', 'type'>>;

/** A shining rectangle, and its edges with the way it shines. It throws no shadow: three.js knows none for it. */
function createAreaPart(entity: EntitySnapshot, kit: SceneKit, object: Group): EntityPart {
	const [width, height] = [readField(entity, 'light', 'width'), readField(entity, 'light', 'height')];
	const edges = new HelperLines(areaLines(width, height), '#e8c97a');
	object.add(edges.object);
	if (!kit.areaLights.demand())
		return { object, waitsFor: 'area-light-tables', dispose: () => edges.dispose() };
	const light = new RectAreaLight(
		readField(entity, 'light', 'color'),
		readField(entity, 'light', 'intensity'),
		width,
		height,
	);
	object.add(light);
	return {
		object,
		light,
		dispose() {
			edges.dispose();
			light.dispose();
		},
	};
}

function areaLines(width: number, height: number): number[] {
	const [x, y] = [width / 2, height / 2];
	const edges = [-x, -y, 0, x, -y, 0, x, -y, 0, x, y, 0, x, y, 0, -x, y, 0, -x, y, 0, -x, -y, 0];
	return [...edges, 0, 0, 0, 0, 0, -AREA_RAY_LENGTH];
}

function withShadow<L extends DirectionalLight | PointLight | SpotLight>(
	light: L,
	entity: EntitySnapshot,
	type: keyof typeof SHADOW_MAP_SIZE,
): L {
	const chosen = readField(entity, 'light', 'shadowSize');
	const size = chosen === 'auto' ? SHADOW_MAP_SIZE[type] : Number(chosen);
	light.castShadow = readField(entity, 'light', 'castShadow');
	light.shadow.mapSize.set(size, size);
	light.shadow.radius = readField(entity, 'light', 'shadowSoftness');
	light.shadow.bias = readField(entity, 'light', 'shadowBias');
	light.shadow.normalBias = readField(entity, 'light', 'shadowNormalBias');
	return light;
}
