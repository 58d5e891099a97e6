import type { ComponentDeclaration } from './component.ts';

/** A light; directional and spot lights shine along the entity's −Z. */
export const light = {
	name: 'light',
	fields: {
		type: { kind: 'choice', default: 'point', options: ['directional', 'point', 'spot', 'ambient'] },
		color: { kind: 'color', default: '#ffffff' },
		intensity: { kind: 'number', default: 1, min: 0, max: 1000, step: 0.1 },
		range: { kind: 'number', default: 0, min: 0, max: 10_000, step: 0.5, unit: 'm' },
		angle: { kind: 'number', default: 40, min: 1, max: 89, step: 1, unit: 'deg' },
		castShadow: { kind: 'boolean', default: false },
	},
} as const satisfies ComponentDeclaration;
