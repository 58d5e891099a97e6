import type { ComponentDeclaration } from './component.ts';

/** A shape to draw: built-in geometry, or the scene of a glTF asset. Built-in shapes are one metre across. */
export const mesh = {
	name: 'mesh',
	label: 'Mesh',
	help: 'A solid shape: a built-in one, or a 3D model you brought.',
	fields: {
		geometry: {
			kind: 'choice',
			default: 'box',
			options: [
				{ value: 'box', label: 'Box' },
				{ value: 'sphere', label: 'Sphere' },
				{ value: 'plane', label: 'Plane' },
				{ value: 'cylinder', label: 'Cylinder' },
				{ value: 'cone', label: 'Cone' },
				{ value: 'torus', label: 'Torus' },
				{ value: 'capsule', label: 'Capsule' },
				{ value: 'model', label: 'Model' },
			],
			label: 'Shape',
			help: 'Built-in shapes are one metre across. “Model” shows a 3D model of this project.',
		},
		model: {
			kind: 'asset',
			default: null,
			accepts: 'model',
			when: { field: 'geometry', is: ['model'] },
			label: 'Model',
			help: 'The 3D model to show. It brings its own materials.',
		},
		part: {
			kind: 'text',
			default: '',
			maxLength: 20,
			when: { field: 'geometry', is: ['model'] },
			label: 'Part',
			help: 'Which part of the model to show: one of its meshes (mesh/0) or nodes (node/0). Empty shows all of it.',
		},
		castShadow: {
			kind: 'boolean',
			default: true,
			group: 'Shadows',
			label: 'Cast',
			help: 'Whether it throws a shadow on other things.',
		},
		receiveShadow: {
			kind: 'boolean',
			default: true,
			group: 'Shadows',
			label: 'Receive',
			help: 'Whether the shadows of other things fall on it.',
		},
	},
} as const satisfies ComponentDeclaration;
