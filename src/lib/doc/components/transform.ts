import type { ComponentDeclaration } from './component.ts';

/** Where an entity stands, relative to its parent. Every entity has one; its keys carry no prefix. */
export const transform = {
	name: 'transform',
	fields: {
		position: { kind: 'vector3', default: [0, 0, 0], step: 0.1, unit: 'm' },
		rotation: { kind: 'rotation', default: [0, 0, 0, 1] },
		scale: { kind: 'vector3', default: [1, 1, 1], step: 0.1 },
		visible: { kind: 'boolean', default: true },
	},
} as const satisfies ComponentDeclaration;
