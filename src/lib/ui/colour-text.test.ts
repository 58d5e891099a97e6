import { expect, it } from 'vitest';
import { parseHexColour } from './colour-text.ts';

it.each([
	['#e8b04b', '#E8B04B'],
	[' E8B04B ', '#E8B04B'],
	['#eb4', '#EEBB44'],
])('reads %j as a colour', (text, colour) => {
	expect(parseHexColour(text)).toBe(colour);
});

it.each(['', 'red', '#12345', '#GGGGGG', '##eb4'])('refuses %j', (text) => {
	expect(parseHexColour(text)).toBeNull();
});
