import type { ComponentDeclaration } from './component.ts';

/** A comment pinned to a point, for those who make the game; players never see it. */
export const note = {
	name: 'note',
	label: 'Note',
	help: 'A remark pinned to a place, for those who make the game. Players never see it.',
	fields: {
		text: {
			kind: 'text',
			default: '',
			maxLength: 2000,
			multiline: true,
			label: 'Note',
			help: 'What you want to tell the others.',
		},
		status: {
			kind: 'choice',
			default: 'open',
			options: [
				{ value: 'open', label: 'Open' },
				{ value: 'done', label: 'Done' },
			],
			label: 'Status',
			help: 'Whether there is still something to do.',
		},
		color: {
			kind: 'color',
			default: '#e8b04b',
			label: 'Color',
			help: 'The color of its pin.',
		},
		author: {
			kind: 'text',
			default: '',
			maxLength: 100,
			label: 'By',
			help: 'The name of who wrote it.',
		},
	},
} as const satisfies ComponentDeclaration;
