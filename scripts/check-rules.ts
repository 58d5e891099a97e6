// Every numbered rule in docs/ has a test that cites it, and every citation names a rule that is there.
import { globSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { findDefinitions, findUncited, findUnknown, type Source } from './gate/rules.ts';

const read = (pattern: string): Source[] =>
	globSync(pattern, { exclude: (name) => name === 'node_modules' }).map((file) => ({
		file,
		text: readFileSync(file, 'utf8'),
	}));

const rules = findDefinitions(read('docs/*.md'));
const tests = [...read('{src,sync-server,scripts,eslint}/**/*.test.ts'), ...read('tests/**/*.{ts,svelte}')];
const uncited = findUncited(rules, tests);
const unknown = findUnknown(rules, tests);

for (const { id, file } of uncited) console.log(`${file}: no test cites [${id}].`);
for (const { id, file } of unknown) console.log(`${file}: [${id}] is no rule of docs/.`);
console.log(`${rules.length} rules, ${uncited.length} without a test, ${unknown.length} unknown citations`);
process.exitCode = uncited.length + unknown.length === 0 ? 0 : 1;
