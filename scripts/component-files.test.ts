import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMAND, componentFiles, componentMessages } from './component-files.ts';

const ROOT = join(import.meta.dirname, '..');

describe('what follows from the component declarations', () => {
	it('[D30] is up to date', async () => {
		for (const [path, text] of await componentFiles()) {
			const there = readFileSync(join(ROOT, path), 'utf8');
			expect(there === text, `${path} does not match the declarations. Run: ${COMMAND}`).toBe(true);
		}
	});

	it('is a catalogue of whole sentences without placeholders', () => {
		for (const [key, text] of componentMessages()) {
			expect(text, key).not.toMatch(/[{}\n]/);
			if (key.endsWith('_help')) expect(text, key).toMatch(/[.!]$/);
			else expect(text, key).not.toMatch(/\.$/);
		}
	});
});
