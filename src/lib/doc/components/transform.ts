import type { ComponentDeclaration } from './component.ts';

/** Where an entity stands, relative to its parent. Every entity has one; its keys carry no prefix. */
export const transform = {
	name: 'transform',
	label: 'Transform',
	help: 'Where it stands, how it is turned and how big it is, seen from its parent.',
	fields: {
		position: {
			kind: 'vector3',
			default: [0, 0, 0],
			step: 0.1,
			unit: 'm',
			label: 'Position',
			help: 'How far it is from its parent: to the right (X), up (Y) and towards you (Z).',
		},
		rotation: {
			kind: 'rotation',
			default: [0, 0, 0, 1],
			label: 'Rotation',
			help: 'How it is turned around each axis, in degrees.',
		},
		scale: {
			kind: 'vector3',
			default: [1, 1, 1],
			step: 0.1,
			label: 'Scale',
			help: 'How many times its own size it is along each axis. Below zero mirrors it.',
		},
		visible: {
			kind: 'boolean',
			default: true,
			label: 'Visible',
			help: 'Off hides it and everything inside it.',
		},
		locked: {
			kind: 'boolean',
			default: false,
			label: 'Locked',
			help: 'On keeps it and everything inside it from being picked in the picture, moved there or deleted.',
		},
	},
} as const satisfies ComponentDeclaration;
