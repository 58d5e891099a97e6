import type { ComponentDeclaration } from './component.ts';

/** A point of view, looking along the entity's −Z. */
export const camera = {
	name: 'camera',
	fields: {
		fov: { kind: 'number', default: 50, min: 5, max: 150, step: 1, unit: 'deg' },
		near: { kind: 'number', default: 0.1, min: 0.001, max: 1000, step: 0.1, unit: 'm' },
		far: { kind: 'number', default: 500, min: 1, max: 100_000, step: 10, unit: 'm' },
	},
} as const satisfies ComponentDeclaration;
