// `npm run test:soak`: the fuzz suites with a bigger budget, and pages closed at random moments in real browsers.
// FUZZ_RUNS sets how many seeds each suite tries, CLOSES how many pages end.
import process from 'node:process';
import { command } from './gate/command.ts';

const HOURS = 3_600_000;
const runs = process.env.FUZZ_RUNS ?? '2000';

const closes = process.env.CLOSES ?? '200';

console.log(`Closing ${closes} pages at random moments…`);
const closing = await command(['vitest', 'run', '--project', 'browsers', 'random-closes'], {
	limit: HOURS,
	show: true,
	env: { CLOSES: closes },
});

console.log(`Fuzzing with ${runs} runs a suite…`);
const { code } = await command(['vitest', 'run', '--project', 'fuzz', '--testTimeout', String(6 * HOURS)], {
	limit: 6 * HOURS,
	show: true,
	env: { FUZZ_RUNS: runs },
});
process.exitCode = closing.code || code;
