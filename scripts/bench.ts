// `npm run bench -- <suite> [--json] [--only <figure>]`: compares, with medians of at least five. The suites are
// tests/bench/<suite>.ts; `--only`, as often as wanted, is for those that can measure one figure alone.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { isMet, type Figure } from '../tests/bench/figure.ts';
import { ensureBuild } from './build.mjs';

const FOLDER = 'tests/bench';

interface Suite {
	readonly runSuite: (only: readonly string[]) => Promise<readonly Figure[]>;
	/** Whether it looks at the app as built. */
	readonly needsBuild?: boolean;
}

const isSuite = (file: string) =>
	file.endsWith('.ts') &&
	readFileSync(`${FOLDER}/${file}`, 'utf8').includes('export async function runSuite');

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		json: { type: 'boolean', default: false },
		only: { type: 'string', multiple: true, default: [] },
	},
});
const [name = ''] = positionals;
if (!/^[a-z-]+$/.test(name) || !existsSync(`${FOLDER}/${name}.ts`)) {
	const suites = readdirSync(FOLDER).filter(isSuite);
	console.error(`Usage: npm run bench -- <suite> [--json] [--only <figure>]`);
	console.error(`Suites: ${suites.map((file) => file.replace('.ts', '')).join(', ')}`);
	process.exit(1);
}

const suite = (await import(`../${FOLDER}/${name}.ts`)) as Suite;
if (suite.needsBuild) await ensureBuild();
const figures = await suite.runSuite(values.only);
console.table(
	Object.fromEntries(
		figures.map((figure) => [
			figure.name,
			{
				ours: `${figure.ours} ${figure.unit}`,
				against: `${figure.against}: ${figure.value}`,
				'times better': figure.ratio,
				target: describeTarget(figure),
				'': { true: 'met', false: 'MISSED', null: '' }[String(isMet(figure))],
			},
		]),
	),
);
if (values.json) console.log(JSON.stringify({ suite: name, figures }));

function describeTarget({ target, against }: Figure): string {
	if (!target) return against === 'budget' ? 'the budget' : '';
	return 'ratio' in target ? `at least ${target.ratio} times` : `at most ${target.most}`;
}
