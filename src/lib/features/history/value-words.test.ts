import { describe, expect, it } from 'vitest';
import type { AssetHash, EntityId } from '#lib/base/ids.ts';
import { valueWords, type ThingNames } from './value-words.ts';

const lamp = 'lamp' as EntityId;
const model = 'a'.repeat(64) as AssetHash;
const names: ThingNames = {
	entity: (id) => (id === lamp ? 'Lamp' : undefined),
	asset: (hash) => (hash === model ? 'chest.glb' : undefined),
	document: () => undefined,
};

describe('what a value is in words', () => {
	it.each([
		['position', [1, 0.5, -2.00004], '1 · 0.5 · -2'],
		['rotation', [0, 0.70711, 0, 0.70711], '0° · 90° · 0°'],
		['visible', false, 'no'],
		['visible', undefined, 'yes'],
		['light', true, 'there'],
		['light', undefined, 'not there'],
		['light.type', 'spot', 'Spot'],
		['material.color', '#ff00aa', '#FF00AA'],
		['mesh.model', model, 'chest.glb'],
		['mesh.model', 'b'.repeat(64), 'something deleted'],
		['mesh.model', null, 'nothing'],
		['place', ['lamp', 'a0', null], 'Lamp'],
		['place', [null, 'a0', null], 'top level'],
		['name', 'Crate', 'Crate'],
		['hologram.glow', { far: [1] }, '{"far":[1]}'],
		['@abc:material.color', '#ff00aa', '#FF00AA'],
	] as const)('[E100] %s %j is %s', (key, value, words) => {
		expect(valueWords(key, value as never, names)).toBe(words);
	});
});
