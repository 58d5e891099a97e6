import { expect, it } from 'vitest';
import { initials } from './initials.ts';

it.each([
	['Ana', 'AN'],
	['jo van dam', 'JD'],
	['  Ada  Lovelace ', 'AL'],
	['X', 'X'],
	['', '?'],
	['👩‍🚀 Kim', '👩‍🚀K'],
])('the initials of %j are %j', (name, letters) => {
	expect(initials(name)).toBe(letters);
});
