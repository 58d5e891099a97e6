import { Group, Sprite, SpriteMaterial } from 'three';
import { readField } from '../../doc/components/registry.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import type { EntityPart } from './entity-part.ts';
import type { SceneKit } from './scene-kit.ts';

/** As icons, a pin keeps its size on screen: this share of the viewport's height. */
const PIN_SIZE = 0.055;
const DONE_OPACITY = 0.35;

/** A note's pin, its tip where the entity is. Only the editor draws it. */
export function createNotePart(entity: EntitySnapshot, kit: SceneKit): EntityPart {
	const object = new Group();
	const material = new SpriteMaterial({
		map: kit.icons.pin(),
		color: readField(entity, 'note', 'color'),
		opacity: readField(entity, 'note', 'status') === 'done' ? DONE_OPACITY : 1,
		sizeAttenuation: false,
		transparent: true,
		depthWrite: false,
		toneMapped: false,
		fog: false,
	});
	const pin = new Sprite(material);
	pin.center.set(0.5, 0);
	object.add(kit.iconSize.fit(pin, PIN_SIZE));
	return { object, dispose: () => material.dispose() };
}
