import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMAND, PAGE, withExample } from './module-example.ts';

describe('the example of a module', () => {
	it('[R1] is the one that tests serve', async () => {
		const page = readFileSync(PAGE, 'utf8');
		const current = (await withExample(page)) === page;
		expect(current, `docs/modules.md does not show the files. Run: ${COMMAND}`).toBe(true);
	});
});
