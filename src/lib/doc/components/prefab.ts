import type { ComponentDeclaration } from './component.ts';

/** Makes the entity an instance of a prefab: what is inside is derived from that document, never copied. */
export const prefab = {
	name: 'prefab',
	label: 'Prefab',
	help: 'Shows what a prefab of this project holds. Change the prefab, and every copy of it changes.',
	fields: {
		source: {
			kind: 'document',
			default: null,
			accepts: 'prefab',
			label: 'Prefab',
			help: 'The prefab of this project to show.',
		},
	},
} as const satisfies ComponentDeclaration;
