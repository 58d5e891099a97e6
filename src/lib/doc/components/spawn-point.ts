import type { ComponentDeclaration } from './component.ts';

/** Where players come into the game. */
export const spawnPoint = {
	name: 'spawnPoint',
	label: 'Spawn point',
	help: 'A place where players come into the game, facing the way it faces.',
	fields: {
		team: {
			kind: 'text',
			default: '',
			maxLength: 60,
			label: 'Team',
			help: 'Only players of this team come in here. Empty is for everyone.',
		},
		order: {
			kind: 'number',
			default: 0,
			min: 0,
			max: 10_000,
			step: 1,
			integer: true,
			label: 'Order',
			help: 'Smaller numbers are used first; equal ones take turns.',
		},
	},
} as const satisfies ComponentDeclaration;
