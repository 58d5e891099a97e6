import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMAND, PAGE, withReference } from './server-reference.ts';

describe('the reference of settings and metrics', () => {
	it('[L66] is up to date', async () => {
		const page = readFileSync(PAGE, 'utf8');
		const current = (await withReference(page)) === page;
		expect(current, `docs/operations.md does not match the declarations. Run: ${COMMAND}`).toBe(true);
	});
});
