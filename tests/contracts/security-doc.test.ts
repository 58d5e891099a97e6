import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const HOME = 'sync-server/records/accounts';
const rows = readFileSync('docs/security.md', 'utf8')
	.split('\n')
	.filter((line) => /^\| [\d.]+/.test(line))
	.map((line) => line.split('|').map((cell) => cell.trim()))
	.map(([, row = '', , , proof = '']) => ({ row, proof }));

const pathOf = (name: string): string => (name.includes('/') ? name : `${HOME}/${name}`);

/** The files and rules that a proof names: `R1, R2 \`a.test.ts\`, \`b.test.ts\`; R3 …`. */
const proofsOf = (proof: string) =>
	proof.split(';').map((part) => ({
		rules: Array.from(part.matchAll(/\b([A-Z]\d+)\b/g), ([id]) => id),
		files: Array.from(part.matchAll(/`([^`]+\.(?:test|spec)\.ts)`/g), ([, name = '']) => pathOf(name)),
	}));

describe('the table of docs/security.md', () => {
	it('has its rows', () => {
		expect(rows.length).toBeGreaterThan(40);
	});

	it.each(rows)('names tests that are there, by rules that they cite: $row', ({ proof }) => {
		const proofs = proofsOf(proof);
		const files = proofs.flatMap((one) => one.files);
		expect(files.length, 'a row without a test').toBeGreaterThan(0);
		for (const file of files) expect(existsSync(file), file).toBe(true);
		const all = files.map((file) => readFileSync(file, 'utf8')).join('\n');
		for (const rule of proofs.flatMap(({ rules }) => rules)) expect(all, rule).toContain(`[${rule}]`);
	});
});
