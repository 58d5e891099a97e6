import type { ComponentDeclaration } from './component.ts';

/** Code that runs for this entity while the game plays. */
export const script = {
	name: 'script',
	label: 'Script',
	help: 'Code that says what it does while the game plays.',
	fields: {
		source: {
			kind: 'document',
			default: null,
			accepts: 'script',
			label: 'Script',
			help: 'The script of this project to run.',
		},
		enabled: {
			kind: 'boolean',
			default: true,
			label: 'Enabled',
			help: 'Off keeps the script here without running it.',
		},
	},
} as const satisfies ComponentDeclaration;
