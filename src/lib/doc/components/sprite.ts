import type { ComponentDeclaration } from './component.ts';

/** A flat picture, centred on the entity; as wide as its own proportions make it. */
export const sprite = {
	name: 'sprite',
	label: 'Sprite',
	help: 'A flat picture in the world, such as a sign, a tree or a spark.',
	fields: {
		image: {
			kind: 'asset',
			default: null,
			accepts: 'image',
			label: 'Image',
			help: 'The picture to show. Without one it is a plain square.',
		},
		color: {
			kind: 'color',
			default: '#ffffff',
			label: 'Color',
			help: 'Tints the picture. White leaves it as it is.',
		},
		opacity: {
			kind: 'number',
			default: 1,
			min: 0,
			max: 1,
			step: 0.01,
			label: 'Opacity',
			help: 'How solid it is: 1 hides what is behind it, 0 cannot be seen.',
		},
		size: {
			kind: 'number',
			default: 1,
			min: 0.01,
			max: 1000,
			step: 0.1,
			unit: 'm',
			label: 'Size',
			help: 'How tall it is. The picture decides how wide.',
		},
		billboard: {
			kind: 'boolean',
			default: true,
			label: 'Face camera',
			help: 'On turns it so that it always faces whoever looks.',
		},
	},
} as const satisfies ComponentDeclaration;
