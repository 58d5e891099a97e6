import { expect, it } from 'vitest';
import { findAddable, type AddGroup } from './add-groups.ts';

const item = (label: string, help?: string) => ({ label, help, onselect: () => {} });
const groups: readonly AddGroup[] = [
	{ heading: 'Physics', items: [item('Collider', 'The outline that others bump into.')] },
	{ heading: 'Ready behaviours', items: [item('Spin', 'Turns for ever.'), item('Türe', 'Slides open.')] },
];
const found = (searched: string) =>
	findAddable(groups, searched).flatMap(({ items }) => items.map(({ label }) => label));

it.each([
	['', ['Collider', 'Spin', 'Türe']],
	['  SPI ', ['Spin']],
	['turns ever', ['Spin']],
	['ture', ['Türe']],
	['behav', ['Spin', 'Türe']],
	['behav outline', []],
])('[T63] “%s” finds what has every word in its name, its help or its title', (searched, expected) => {
	expect(found(searched)).toEqual(expected);
});
