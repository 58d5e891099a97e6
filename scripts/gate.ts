// `npm test` and, with --quick, `npm run check`: every phase runs even after a failure, so that one run tells all.
// The last line is "N passed, N failed", and ", N skipped" where a browser is not here.
import { mkdirSync, rmSync } from 'node:fs';
import process from 'node:process';
import { findSilentCanaries } from './gate/canary.ts';
import { command, stopCommands } from './gate/command.ts';
import { readPlaywright, readSkipped, readVitest, type Tally } from './gate/reports.ts';

const MINUTE = 60_000;
const REPORTS = '.cache/reports';

interface Phase {
	readonly name: string;
	run(): Promise<Tally>;
}

/** A phase of one command: its exit code decides, its output is shown when it has something to say. */
function check(name: string, line: readonly string[], limit = 5 * MINUTE): Phase {
	return {
		name,
		async run() {
			const { code, output } = await command(line, { limit });
			if (code !== 0 || /\bwarning\b/.test(output)) process.stdout.write(output);
			return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
		},
	};
}

const canary: Phase = {
	name: 'canary: the type checker bites',
	async run() {
		const silent = await findSilentCanaries(5 * MINUTE);
		for (const file of silent)
			console.log(`The type checker did not report the error seeded in tests/canary/${file}.`);
		const bites = silent.length === 0;
		return { passed: bites ? 1 : 0, failed: bites ? 0 : 1, skipped: 0 };
	},
};

const unit: Phase = {
	name: 'unit, contracts, short fuzz',
	async run() {
		const report = `${REPORTS}/vitest.json`;
		const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
		const { code } = await command(
			['vitest', 'run', '--project', '!browsers', '--project', '!processes', ...reporters],
			{
				limit: 9 * MINUTE,
				show: true,
			},
		);
		return readVitest(report, code);
	},
};

const processes: Phase = {
	name: 'real server processes, killed, filled and attacked',
	async run() {
		const report = `${REPORTS}/processes.json`;
		const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
		const { code } = await command(['vitest', 'run', '--project', 'processes', ...reporters], {
			limit: 8 * MINUTE,
			show: true,
		});
		return readVitest(report, code);
	},
};

const browsers: Phase = {
	name: 'storage in real browsers',
	async run() {
		const report = `${REPORTS}/browsers.json`;
		const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
		const { code } = await command(
			['vitest', 'run', '--project', 'browsers', '--no-file-parallelism', ...reporters],
			{ limit: 9 * MINUTE, show: true },
		);
		for (const group of readSkipped(report)) console.log(`- ${group}`);
		return readVitest(report, code);
	},
};

const endToEnd: Phase = {
	name: 'end to end in Chromium',
	async run() {
		const report = `${REPORTS}/playwright.json`;
		const { code } = await command(['playwright', 'test', '--reporter=list,json'], {
			limit: 19 * MINUTE,
			show: true,
			env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
		});
		return readPlaywright(report, code);
	},
};

const quick = process.argv.includes('--quick');

const prepare = [
	check('prepare: routes', ['svelte-kit', 'sync']),
	check('prepare: messages', ['node', 'scripts/message-catalogue.ts']),
	// Before the lanes: real browsers open what was built, and nothing else may build it under their hands.
	...(quick ? [] : [check('build', ['node', 'scripts/build.mjs'])]),
];
// Two lanes for two cores, and one that mostly waits; the slow ones first in each.
const lanes = [
	[check('lint', ['eslint', '.'], 9 * MINUTE)],
	[
		check('types: app, tools, tests', ['svelte-check', '--output', 'human', '--threshold', 'error']),
		check('types: server', ['tsc', '-p', 'sync-server']),
		check('types: service worker', ['tsc', '-p', 'src/service-worker']),
		canary,
		check('rules have tests', ['node', 'scripts/check-rules.ts']),
		check('format', ['prettier', '--check', '--log-level', 'warn', '.']),
		check('unused files and packages', ['knip', '--no-progress']),
		...(quick ? [] : [processes]),
		unit,
	],
	quick ? [] : [browsers],
];

async function runPhase(phase: Phase): Promise<Tally> {
	const started = Date.now();
	const tally = await phase.run();
	const seconds = ((Date.now() - started) / 1000).toFixed(1);
	console.log(`${tally.failed === 0 ? '✓' : '✗'} ${phase.name} (${seconds} s)`);
	return tally;
}

async function runInOrder(phases: readonly Phase[]): Promise<Tally[]> {
	const tallies: Tally[] = [];
	for (const phase of phases) tallies.push(await runPhase(phase));
	return tallies;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.on(signal, () => {
		stopCommands();
		process.exit(130);
	});
}

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });

const tallies = await runInOrder(prepare);
tallies.push(...(await Promise.all(lanes.map(runInOrder))).flat());
if (!quick) tallies.push(await runPhase(endToEnd));

const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
const skipped = tallies.reduce((sum, tally) => sum + tally.skipped, 0);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed === 0 ? 0 : 1;
