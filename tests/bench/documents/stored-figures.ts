import type { Page } from '@playwright/test';
import { median, round, type Figure } from '../figure.ts';
import { onBenchPage } from './bench-page.ts';
import { slope } from './figures.ts';
import type { StorageBench } from './page/storage-page.ts';

const RUNS = 9;
const SIZES = [1000, 5000, 10_000, 50_000];
const EDITS = 3000;
const DURABLE_EDITS = 100;
const OPENS = 200;

type Call = keyof StorageBench;
type Answer<Name extends Call> = Awaited<ReturnType<StorageBench[Name]>>;

/** What keeping documents on this device costs, in a real browser. */
export function measureStored(): Promise<Figure[]> {
	return onBenchPage('storage.html', async (page, reopen) => [
		...(await measureLoads(page)),
		...(await measureEdits(page)),
		...(await measureAfterEdits(page, reopen)),
	]);
}

async function call<Name extends Call>(
	page: Page,
	name: Name,
	...args: Parameters<StorageBench[Name]>
): Promise<Answer<Name>> {
	await page.waitForFunction(() => 'storageBench' in globalThis);
	const answer: unknown = await page.evaluate(
		({ name, args }) => (globalThis.storageBench[name] as (...args: unknown[]) => Promise<unknown>)(...args),
		{ name: name, args: args as unknown[] },
	);
	return answer as Answer<Name>;
}

async function measureLoads(page: Page): Promise<Figure[]> {
	const points: (readonly [number, number])[] = [];
	let load: Figure | undefined;
	for (const size of SIZES) {
		const times = await call(page, 'measureLoad', size, RUNS);
		const [ours, theirs] = [median(times.ours), median(times.theirs)];
		points.push([Math.log(size), Math.log(ours)]);
		if (size === 10_000) load = compare('load-10k', 'ms', ours, theirs, 'raw Y.applyUpdateV2');
	}
	const exponent = slope(points);
	const scale = {
		...{ name: 'scale-stored', unit: 'exponent', ours: round(exponent), against: 'linear' },
		...{ value: 1, ratio: round(1 / exponent) },
	};
	return load ? [load, scale] : [scale];
}

async function measureEdits(page: Page): Promise<Figure[]> {
	const durable = await call(page, 'measureDurableEdits', DURABLE_EDITS);
	const rows = await call(page, 'growRows', OPENS);
	const [ours = NaN, theirs = NaN] = [rows.ours[0], rows.theirs[0]];
	return [
		compare('durable-edit-p95', 'ms', p95(durable.ours), p95(durable.theirs), 'y-indexeddb'),
		compare('durable-edit-p50', 'ms', median(durable.ours), median(durable.theirs), 'y-indexeddb'),
		// None is the best there is: one more row each keeps the ratio a number.
		{ ...compare('growth-open-200', 'rows', ours, theirs, 'y-indexeddb'), ratio: (theirs + 1) / (ours + 1) },
	];
}

async function measureAfterEdits(page: Page, reopen: () => Promise<Page>): Promise<Figure[]> {
	const edited = await call(page, 'editBoth', EDITS);
	const visited = await reopen();
	const nested = await call(visited, 'measureLoadAfterEdits', edited, 'nested', RUNS);
	const same = await call(visited, 'measureLoadAfterEdits', edited, 'same', RUNS);
	const against = (name: string, { ours, theirs }: typeof same, what: string) =>
		compare(name, 'ms', median(ours), median(theirs), `y-indexeddb, ${what}`);
	return [
		against('load-vs-y-indexeddb', nested, 'a map per component'),
		against('load-vs-y-indexeddb-same', same, 'the same document'),
	];
}

const p95 = (times: readonly number[]) =>
	[...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? NaN;

const compare = (name: string, unit: string, ours: number, theirs: number, against: string): Figure => ({
	...{ name, unit, ours: round(ours), against, value: round(theirs), ratio: round(theirs / ours) },
});
