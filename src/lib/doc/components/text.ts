import type { ComponentDeclaration } from './component.ts';

/** Words in the world, extruded from the shipped typeface, centred on the entity. */
export const text = {
	name: 'text',
	label: 'Text',
	help: 'Words that stand in the world as solid letters.',
	fields: {
		content: {
			kind: 'text',
			default: 'Text',
			maxLength: 500,
			multiline: true,
			label: 'Words',
			help: 'What it says. Enter begins a new line.',
		},
		size: {
			kind: 'number',
			default: 0.5,
			min: 0.01,
			max: 100,
			step: 0.05,
			unit: 'm',
			label: 'Size',
			help: 'How tall the letters are.',
		},
		depth: {
			kind: 'number',
			default: 0.08,
			min: 0,
			max: 10,
			step: 0.01,
			unit: 'm',
			label: 'Depth',
			help: 'How thick the letters are. Zero makes them flat.',
		},
	},
} as const satisfies ComponentDeclaration;
