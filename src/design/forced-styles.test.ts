import { expect, test } from 'vitest';
import { withShownStates, withTouch } from './forced-styles.ts';

test('[E180] a rule for a state also holds where the state is only shown', () => {
	expect(withShownStates('.choice.svelte-1:hover > svg')).toBe(
		".choice.svelte-1:is(:hover, :where([data-shown~='hover'] *)) > svg",
	);
	expect(withShownStates('.a:not(:hover, :focus-within)')).toBe(
		".a:not(:is(:hover, :where([data-shown~='hover'] *)), :is(:focus-within, :where([data-shown~='focus'] *)))",
	);
	expect(withShownStates('.hover, .a:focus')).toBe('.hover, .a:focus');
});

test('[E180] rules for touch hold where touch is shown, and nowhere else', () => {
	expect(withTouch('(pointer: coarse)', true)).toBe('all');
	expect(withTouch('(pointer: coarse)', false)).toBe('not all');
	expect(withTouch('(pointer: coarse) and (max-width: 720px)', true)).toBe('(max-width: 720px)');
	expect(withTouch('(max-width: 720px)', true)).toBeNull();
});
