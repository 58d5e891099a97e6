import { expect, it } from 'vitest';
import { parseCssColor } from './css-color.ts';

it.each([
	['hsl(38 96% 58%)', 'fbaf2d'],
	['hsl(38deg 96% 58% / 0.5)', 'fbaf2d'],
	['hsl(-322, 96%, 58%)', 'fbaf2d'],
	['#fbaf2d', 'fbaf2d'],
	['rgb(251, 175, 45)', 'fbaf2d'],
])('reads %s', (css, hex) => {
	expect(parseCssColor(css).getHexString()).toBe(hex);
});
