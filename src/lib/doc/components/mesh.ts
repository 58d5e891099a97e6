import type { ComponentDeclaration } from './component.ts';

/** A shape to draw: built-in geometry, or the scene of a glTF asset. Built-in shapes are one metre across. */
export const mesh = {
	name: 'mesh',
	fields: {
		geometry: {
			kind: 'choice',
			default: 'box',
			options: ['box', 'sphere', 'plane', 'cylinder', 'cone', 'torus', 'model'],
		},
		model: { kind: 'asset', default: null, accepts: 'model' },
		castShadow: { kind: 'boolean', default: true },
		receiveShadow: { kind: 'boolean', default: true },
	},
} as const satisfies ComponentDeclaration;
