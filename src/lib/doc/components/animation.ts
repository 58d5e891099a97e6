import type { ComponentDeclaration } from './component.ts';

/** Plays an animation of the entity's own glTF model, or of the node of one that it shows. */
export const animation = {
	name: 'animation',
	label: 'Animation',
	help: 'Plays a movement that the 3D model brings with it. Parts that are one mesh alone have none.',
	fields: {
		clip: {
			kind: 'text',
			default: '',
			maxLength: 200,
			names: 'clip',
			label: 'Clip',
			help: 'The name of the movement, as the model calls it. Empty plays the first.',
		},
		speed: {
			kind: 'number',
			default: 1,
			min: -10,
			max: 10,
			step: 0.1,
			label: 'Speed',
			help: 'How fast it plays: 2 is twice as fast, below zero is backwards.',
		},
		loop: {
			kind: 'choice',
			default: 'repeat',
			options: [
				{ value: 'once', label: 'Once' },
				{ value: 'repeat', label: 'Again and again' },
				{ value: 'pingpong', label: 'There and back' },
			],
			label: 'Loop',
			help: 'What happens when the movement ends.',
		},
		fade: {
			kind: 'number',
			default: 0.2,
			min: 0,
			max: 10,
			step: 0.05,
			unit: 's',
			label: 'Blend',
			help: 'How long it takes to go over from one movement into the next.',
		},
		autoplay: {
			kind: 'boolean',
			default: true,
			label: 'At start',
			help: 'Plays as soon as the game begins.',
		},
	},
} as const satisfies ComponentDeclaration;
