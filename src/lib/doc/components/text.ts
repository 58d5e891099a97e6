import type { ComponentDeclaration } from './component.ts';

/** Words in the world, extruded from the shipped typeface, centred on the entity. */
export const text = {
	name: 'text',
	fields: {
		content: { kind: 'text', default: 'Text', maxLength: 500, multiline: true },
		size: { kind: 'number', default: 0.5, min: 0.01, max: 100, step: 0.05, unit: 'm' },
		depth: { kind: 'number', default: 0.08, min: 0, max: 10, step: 0.01, unit: 'm' },
	},
} as const satisfies ComponentDeclaration;
