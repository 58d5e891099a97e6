import { Group, type Sprite, SpriteMaterial } from 'three';
import { expect, it } from 'vitest';
import { addSign, createAudioPart, createColliderPart, decidesSigns } from './icon-part.ts';
import { makeEntity, type Values } from './scene-fixtures.ts';
import type { SceneKit } from './scene-kit.ts';

/** The signs of an entity, by what they stand for. */
function signs(values: Values) {
	const asked: string[] = [];
	const icons = { get: (kind: string) => (asked.push(kind), new SpriteMaterial()) };
	const kit = { icons, iconSize: { fit: (icon: Sprite) => icon } } as unknown as SceneKit;
	const entity = makeEntity(values);
	if (values['audio']) createAudioPart(entity, kit);
	if (values['particles']) addSign(new Group(), entity, kit, 'particles');
	if (values['collider']) createColliderPart(entity, kit);
	return asked;
}

it('[E204] what is a sound, particles or a collider and nothing else that is seen has one sign', () => {
	expect(signs({ audio: true })).toEqual(['audio']);
	expect(signs({ collider: true })).toEqual(['collider']);
	expect(signs({ particles: true, collider: true })).toEqual(['particles']);
	expect(signs({ audio: true, particles: true, collider: true })).toEqual(['audio']);
	for (const seen of ['mesh', 'light', 'camera', 'text', 'sprite', 'note', 'environment']) {
		expect(signs({ audio: true, particles: true, collider: true, [seen]: true })).toEqual([]);
		expect(decidesSigns(seen)).toBe(true);
	}
	expect(decidesSigns('rigidBody')).toBe(false);
});
