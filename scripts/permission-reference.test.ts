import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMAND, PAGE, permissionReference } from './permission-reference.ts';

describe('the page of permissions', () => {
	it('[R15] is up to date', async () => {
		const current = readFileSync(PAGE, 'utf8') === (await permissionReference());
		expect(current, `docs/permissions.md does not match the table. Run: ${COMMAND}`).toBe(true);
	});
});
