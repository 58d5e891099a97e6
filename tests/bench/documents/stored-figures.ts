import type { Page } from '@playwright/test';
import { median, round, type Figure } from '../figure.ts';
import { onBenchPage } from './bench-page.ts';
import { slope } from './figures.ts';
import type { StorageBench } from './page/storage-page.ts';

const RUNS = 9;
const SIZES = [1000, 5000, 10_000, 50_000];
const EDITS = 3000;
const DURABLE_EDITS = 200;
const OPENS = 200;

type Call = keyof StorageBench;
type Answer<Name extends Call> = Awaited<ReturnType<StorageBench[Name]>>;

const onPage = <T>(measure: (page: Page, reopen: () => Promise<Page>) => Promise<T>): Promise<T> =>
	onBenchPage('storage.html', measure);

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

/** Opening what is kept on this device, in a real browser, at rising sizes. */
export const measureLoads = (): Promise<Figure[]> => onPage(loads);

async function loads(page: Page): Promise<Figure[]> {
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

/** From an edit until it is durable. */
export const measureDurableEdits = (): Promise<Figure[]> =>
	onPage(async (page) => {
		const { ours, theirs } = await call(page, 'measureDurableEdits', DURABLE_EDITS);
		return [
			compare('durable-edit-p95', 'ms', p95(ours), p95(theirs), 'y-indexeddb'),
			compare('durable-edit-p50', 'ms', median(ours), median(theirs), 'y-indexeddb'),
		];
	});

/** What opening and closing a document leaves in the database. */
export const measureRowGrowth = (): Promise<Figure[]> =>
	onPage(async (page) => {
		const rows = await call(page, 'growRows', OPENS);
		const [ours = NaN, theirs = NaN] = [rows.ours[0], rows.theirs[0]];
		// None is the best there is: one more row each keeps the ratio a number.
		const ratio = (theirs + 1) / (ours + 1);
		return [{ ...compare('growth-open-200', 'rows', ours, theirs, 'y-indexeddb'), ratio }];
	});

/** Opening a document with many edits behind it, on the visit after. */
export const measureAfterEdits = (): Promise<Figure[]> => onPage(loadsAfterEdits);

async function loadsAfterEdits(page: Page, reopen: () => Promise<Page>): Promise<Figure[]> {
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
