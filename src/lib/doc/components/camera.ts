import type { ComponentDeclaration } from './component.ts';

/** A point of view, looking along the entity's −Z. */
export const camera = {
	name: 'camera',
	label: 'Camera',
	help: 'A point of view that a game can be seen from.',
	fields: {
		projection: {
			kind: 'choice',
			default: 'perspective',
			options: [
				{ value: 'perspective', label: 'Perspective' },
				{ value: 'orthographic', label: 'Flat' },
			],
			label: 'Projection',
			help: 'Perspective makes far things small, as eyes do. Flat keeps their size, as plans do.',
		},
		fov: {
			kind: 'number',
			default: 50,
			min: 5,
			max: 150,
			step: 1,
			unit: 'deg',
			when: { field: 'projection', is: ['perspective'] },
			label: 'Field of view',
			help: 'How much it sees from bottom to top. Small is a telescope, large is a wide lens.',
		},
		size: {
			kind: 'number',
			default: 10,
			min: 0.01,
			max: 10_000,
			step: 0.5,
			unit: 'm',
			when: { field: 'projection', is: ['orthographic'] },
			label: 'Size',
			help: 'How much of the world it sees from bottom to top.',
		},
		near: {
			kind: 'number',
			default: 0.1,
			min: 0.001,
			max: 1000,
			step: 0.1,
			unit: 'm',
			label: 'Near',
			help: 'What is closer than this is not seen.',
		},
		far: {
			kind: 'number',
			default: 500,
			min: 1,
			max: 100_000,
			step: 10,
			unit: 'm',
			label: 'Far',
			help: 'What is farther away than this is not seen.',
		},
	},
} as const satisfies ComponentDeclaration;
