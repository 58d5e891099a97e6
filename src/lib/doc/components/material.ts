import type { ComponentDeclaration } from './component.ts';

/** How a built-in shape or a text answers to light. Models bring their own materials. */
export const material = {
	name: 'material',
	fields: {
		color: { kind: 'color', default: '#c9ced6' },
		map: { kind: 'asset', default: null, accepts: 'image' },
		roughness: { kind: 'number', default: 0.6, min: 0, max: 1, step: 0.01 },
		metalness: { kind: 'number', default: 0, min: 0, max: 1, step: 0.01 },
	},
} as const satisfies ComponentDeclaration;
