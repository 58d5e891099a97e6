// `npm run bench -- <suite> [--json]`: compares, with medians of at least five. The suites are tests/bench/<suite>.ts.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import type { Figure } from '../tests/bench/figure.ts';
import { ensureBuild } from './build.mjs';

const FOLDER = 'tests/bench';

interface Suite {
	readonly runSuite: () => Promise<readonly Figure[]>;
	/** Whether it looks at the app as built. */
	readonly needsBuild?: boolean;
}

const isSuite = (file: string) =>
	file.endsWith('.ts') &&
	readFileSync(`${FOLDER}/${file}`, 'utf8').includes('export async function runSuite');

const args = process.argv.slice(2);
const json = args.includes('--json');
const name = args.find((arg) => !arg.startsWith('-')) ?? '';
if (!/^[a-z-]+$/.test(name) || !existsSync(`${FOLDER}/${name}.ts`)) {
	const suites = readdirSync(FOLDER).filter(isSuite);
	console.error(`Usage: npm run bench -- <suite> [--json]`);
	console.error(`Suites: ${suites.map((file) => file.replace('.ts', '')).join(', ')}`);
	process.exit(1);
}

const suite = (await import(`../${FOLDER}/${name}.ts`)) as Suite;
if (suite.needsBuild) await ensureBuild();
const figures = await suite.runSuite();
console.table(
	Object.fromEntries(
		figures.map(({ name, unit, ours, against, value, ratio }) => [
			name,
			{ ours: `${ours} ${unit}`, against: `${against}: ${value}`, 'times better': ratio },
		]),
	),
);
if (json) console.log(JSON.stringify({ suite: name, figures }));
