import { expect, it } from 'vitest';
import { iconPath } from './plain-icons.ts';

type Shape = readonly [string, Readonly<Record<string, string>>];

const iconOf = (...node: readonly Shape[]) =>
	`<script lang="ts">import Icon from '../Icon.svelte';
let props = $props();
const iconData = ${JSON.stringify({ name: 'thing', size: 24, node })};
</script>`;

it('makes one path of the lines of an icon', () => {
	const source = iconOf(['path', { d: 'M12 17v5' }], ['line', { x1: '1', x2: '2', y1: '3', y2: '4' }]);
	expect(iconPath(source)).toBe('M12 17v5M1 3L2 4');
});

it('begins each line where it began, not where the one before ended', () => {
	expect(iconPath(iconOf(['path', { d: 'M9 9v1' }], ['path', { d: 'm2 3 20 20' }]))).toBe('M9 9v1M2 3l20 20');
	expect(iconPath(iconOf(['path', { d: 'M9 9v1' }], ['path', { d: 'm6.5-2-4 4z' }]))).toBe(
		'M9 9v1M6.5 -2l-4 4z',
	);
	expect(iconPath(iconOf(['path', { d: 'm1 2v3' }]))).toBe('M1 2v3');
});

it('goes round circles and corners', () => {
	expect(iconPath(iconOf(['circle', { cx: '12', cy: '13', r: '3' }]))).toBe(
		'M9 13a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z',
	);
	expect(iconPath(iconOf(['rect', { x: '2', y: '4', width: '20', height: '16' }]))).toBe('M2 4h20v16h-20z');
	expect(iconPath(iconOf(['rect', { x: '2', y: '4', width: '20', height: '16', rx: '2' }]))).toBe(
		'M4 4h16a2 2 0 0 1 2 2v12a2 2 0 0 1 -2 2h-16a2 2 0 0 1 -2 -2v-12a2 2 0 0 1 2 -2z',
	);
});

it('fills a small dot by a point in it, and leaves what else is filled to Lucide', () => {
	const filled = (r: string) => iconOf(['circle', { cx: '7', cy: '8', r, fill: 'currentColor' }]);
	expect(iconPath(filled('1'))).toBe('M6 8a1 1 0 1 0 2 0a1 1 0 1 0 -2 0zM7 8h.01');
	expect(iconPath(filled('4'))).toBeNull();
});

it('leaves alone what it does not know', () => {
	expect(iconPath(iconOf(['path', { d: 'M1 1', opacity: '.5' }]))).toBeNull();
	expect(iconPath(iconOf(['text', {}]))).toBeNull();
	expect(iconPath('<script>no icon</script>')).toBeNull();
});
