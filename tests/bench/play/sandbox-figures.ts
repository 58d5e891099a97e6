import type { Page } from 'puppeteer-core';
import buildPages from '../../browser/support/build-pages.ts';
import { BrowserProfile } from '../../browser/support/browser-profile.ts';
import { PageServer } from '../../browser/support/page-server.ts';
import type { Times } from '../../browser/pages/sandbox-figures.ts';
import { againstBudget, median, round, type Figure } from '../figure.ts';

/** The share of times below which a figure lies. */
const percentile = (times: readonly number[], share: number): number =>
	times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? NaN;

/** A tick of 1,000 scripted entities, asked for and answered, and the same functions on the page itself. */
export async function measureTicks(): Promise<Figure[]> {
	const { ours, against, single } = await onPage((page) =>
		page.evaluate(() => globalThis.sandbox.measureTicks()),
	);
	return [
		compared('tick-1000', { ours, against }, 'the same functions on the page, ms', 0.4),
		againstBudget('tick-1000-p99', 'ms', percentile(single, 0.99), 8),
	];
}

/** A tick of an empty game, and a bare message there and back. */
export async function measureRoundtrips(): Promise<Figure[]> {
	const times = await onPage((page) => page.evaluate(() => globalThis.sandbox.measureRoundtrips()));
	return [compared('sandbox-roundtrip', times, 'a bare MessagePort, ms', 0.7)];
}

/** How long a script that never ends goes on, and how long the page waits for its turn meanwhile. */
export async function measureLoop(): Promise<Figure[]> {
	const script = `import { Script } from 'rastudios';
export default class Bad extends Script { update() { for (;;); } }`;
	const { took, stall, failure } = await onPage((page) =>
		page.evaluate((text) => globalThis.sandbox.play(text, 5), script),
	);
	if (failure?.reason !== 'stuck') throw new Error('The script that never ends was not stopped.');
	return [
		againstBudget('endless-loop', 'ms until it is stopped', took, 1500),
		againstBudget('endless-loop-stall', 'ms that the page waits', stall, 50),
	];
}

function compared(name: string, { ours, against }: Times, what: string, target: number): Figure {
	const [value, limit] = [median(ours), median(against)];
	return {
		name,
		unit: 'ms',
		ours: round(value),
		against: what,
		value: round(limit),
		ratio: round(limit / value),
		target: { ratio: target },
	};
}

async function onPage<T>(run: (page: Page) => Promise<T>): Promise<T> {
	await buildPages();
	const server = await PageServer.start();
	const profile = await BrowserProfile.create('chromium');
	try {
		return await run(await profile.open(`${server.origin}/current/sandbox.html`));
	} finally {
		await profile.dispose();
		await server.close();
	}
}
