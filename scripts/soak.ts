// `npm run test:soak`: the fuzz suites with a bigger budget. FUZZ_RUNS sets how many seeds each one tries.
import process from 'node:process';
import { command } from './gate/command.ts';

const HOURS = 3_600_000;
const runs = process.env.FUZZ_RUNS ?? '2000';

console.log(`Fuzzing with ${runs} runs a suite…`);
const { code } = await command(['vitest', 'run', '--project', 'fuzz', '--testTimeout', String(6 * HOURS)], {
	limit: 6 * HOURS,
	show: true,
	env: { FUZZ_RUNS: runs },
});
process.exitCode = code;
