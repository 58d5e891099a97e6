// `npm run test:soak`: the fuzz suites with a bigger budget, and pages closed at random moments in real browsers.
// FUZZ_RUNS sets how many seeds each suite tries, SIMULATOR_RUNS how many lives the sync server has, CLOSES how many
// pages end, KILLS how often a busy server is killed, OUTBOX_KILLS how often a tab, a browser or a server over requests.
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

const outboxKills = process.env.OUTBOX_KILLS ?? '60';
console.log(`Killing tabs, browsers and servers ${outboxKills} times while requests wait…`);
const losing = await command(['vitest', 'run', '--project', 'browsers', 'outbox-kills'], {
	limit: HOURS,
	show: true,
	env: { OUTBOX_KILLS: outboxKills, SEED: String(Date.now() % 1_000_000_000) },
});

console.log('Linting components by their types…');
const linting = await command(['eslint', 'src/**/*.svelte'], {
	limit: HOURS,
	show: true,
	env: { TYPED_MARKUP: '1' },
});

console.log('Trying end to end what takes long, and judging whole pages on every screen…');
const judging = await command(['playwright', 'test', '--grep', '@long|axe|every part'], {
	limit: HOURS,
	show: true,
	env: { LONG: '1' },
});

console.log('Trying end to end in browsers four times slower…');
const crawling = await command(['playwright', 'test'], { limit: 2 * HOURS, show: true, env: { SLOW: '4' } });

console.log(`Fuzzing with ${runs} runs a suite…`);
const { code } = await command(['vitest', 'run', '--project', 'fuzz', '--testTimeout', String(6 * HOURS)], {
	limit: 6 * HOURS,
	show: true,
	env: { FUZZ_RUNS: runs },
});

const lives = process.env.SIMULATOR_RUNS ?? '5000';
console.log(`Simulating ${lives} lives of the sync server…`);
const simulating = await command(['vitest', 'run', '--project', 'simulator'], {
	limit: 2 * HOURS,
	show: true,
	env: { SIMULATOR_RUNS: lives, FIRST_SEED: String(Date.now() % 1_000_000_000) },
});

const kills = process.env.KILLS ?? '20';
console.log(`Killing a busy server ${kills} times, and attacking another…`);
const attacking = await command(['vitest', 'run', '--project', 'processes'], {
	limit: HOURS,
	show: true,
	env: { KILLS: kills, FIRST_SEED: String(Date.now() % 1_000_000_000) },
});
process.exitCode =
	closing.code ||
	losing.code ||
	linting.code ||
	judging.code ||
	crawling.code ||
	code ||
	simulating.code ||
	attacking.code;
