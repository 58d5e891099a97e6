import { expect, it } from 'vitest';
import { mintEntityId } from '#lib/base/ids.ts';
import type { EntitySnapshot } from '#lib/doc/entity.ts';
import { usedColors } from './used-colors.ts';

const entity = (name: string, values: Record<string, unknown>): EntitySnapshot =>
	({ id: mintEntityId(), name, values }) as unknown as EntitySnapshot;

it('[E218] the colours of a scene are those that entities were given, the most frequent first, and so many', () => {
	const entities = [
		entity('Box', { 'material.color': '#ff0000', 'material.emissive': '#ff0000' }),
		entity('Lamp', { 'light.color': '#ffeedd', 'material.color': 'red', name: '#123456' }),
		entity('Ball', { 'material.color': '#ffeedd' }),
		entity('Cone', { 'particles.colorOverLife': [{ at: 0, color: '#00ff00', opacity: 1 }] }),
	];
	expect(usedColors(entities, 2)).toEqual([
		{ value: '#ffeedd', name: 'Lamp', count: 2 },
		{ value: '#00ff00', name: 'Cone', count: 1 },
	]);
	expect(usedColors(entities, 12)).toHaveLength(3);
});
