import type { Page } from '@playwright/test';
import { Person } from '../helpers/person.ts';
import { ServerProcess } from '../helpers/server-process.ts';
import { engineFiles, gzippedKilobytes, installedFiles } from './bundle.ts';
import { againstBudget, median, type Figure } from './figure.ts';

const RUNS = 7;
const COLD_BUDGET_MS = 2500;
const WARM_BUDGET_MS = 800;
const HOME_BUDGET_KB = 120;
/** Of scripts: what the promise is about. Styles are told beside them. */
const STUDIO_BUDGET_KB = 300;
const INSTALL_BUDGET_KB = 250;

export const needsBuild = true;

interface Screen {
	readonly name: 'home' | 'studio';
	readonly path: string;
}

interface Visit {
	/** Navigation → interactive, as the page itself marks it. */
	readonly ms: number;
	/** Scripts and styles that had arrived by then, as paths in the build. */
	readonly files: readonly string[];
}

/** How fast home and studio open, with and without a server, and how much they need for it. */
export async function runSuite(): Promise<Figure[]> {
	const server = await ServerProcess.start();
	const person = await Person.open(server.url, { name: 'The bench' });
	// Stopping the server is part of the measurement; what pages report is the tests' business.
	person.allow(/./);
	try {
		const screens = await prepare(person);
		const cold = await visitAll(person, screens, { cold: true });
		await visitAll(person, screens, { cold: false });
		await server.stop();
		const warm = await visitAll(person, screens, { cold: false });
		return [
			...speed('start-cold', cold, COLD_BUDGET_MS),
			...speed('start-warm-offline', warm, WARM_BUDGET_MS),
			...(await sizes(cold)),
		];
	} finally {
		await person.dispose();
		await server.dispose();
	}
}

/** A project on the device, so that the studio has something to open. */
async function prepare(person: Person): Promise<Screen[]> {
	const { page } = person;
	await page.goto('/');
	await page.getByRole('button', { name: 'New project' }).first().click();
	await page.waitForURL('**/studio/*');
	await interactive(page, 'studio');
	return [
		{ name: 'home', path: '/' },
		{ name: 'studio', path: new URL(page.url()).pathname },
	];
}

type Visits = ReadonlyMap<Screen['name'], readonly Visit[]>;

async function visitAll(
	person: Person,
	screens: readonly Screen[],
	{ cold }: { cold: boolean },
): Promise<Visits> {
	const visits = new Map<Screen['name'], Visit[]>();
	for (let run = 0; run < RUNS; run++) {
		for (const screen of screens) {
			if (cold) await forgetApp(person);
			const visit = await visitScreen(person, screen);
			visits.set(screen.name, [...(visits.get(screen.name) ?? []), visit]);
		}
	}
	return visits;
}

/** Leaves the person's projects, and removes the app itself: worker, caches and the browser's own cache. */
async function forgetApp(person: Person): Promise<void> {
	const page = await person.context.newPage();
	const devtools = await person.context.newCDPSession(page);
	await devtools.send('Network.clearBrowserCache');
	await devtools.send('Storage.clearDataForOrigin', {
		origin: new URL(person.origin).origin,
		storageTypes: 'service_workers,cache_storage,shader_cache',
	});
	await page.close();
}

async function visitScreen(person: Person, { name, path }: Screen): Promise<Visit> {
	const page = await person.context.newPage();
	await page.goto(path, { waitUntil: 'commit' });
	const ms = await interactive(page, name);
	const files = await page.evaluate(
		(end) =>
			performance
				.getEntriesByType('resource')
				.filter((entry) => (entry as PerformanceResourceTiming).responseEnd <= end)
				.map((entry) => new URL(entry.name).pathname.slice(1))
				.filter((path) => /\.(js|css)$/.test(path)),
		ms,
	);
	// The next visit measures a worker that is done, not one that competes with it for the rest of the app.
	await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
	await person.whenOfflineReady(page);
	await page.close();
	return { ms, files };
}

/** Milliseconds from navigation to the mark that a screen sets when it can be used. */
async function interactive(page: Page, screen: Screen['name']): Promise<number> {
	const mark = `${screen}-interactive`;
	await page.waitForFunction((name) => performance.getEntriesByName(name).length > 0, mark);
	return await page.evaluate((name) => performance.getEntriesByName(name)[0]?.startTime ?? NaN, mark);
}

function speed(figure: string, visits: Visits, budget: number): Figure[] {
	return [...visits].map(([screen, runs]) =>
		againstBudget(`${figure}-${screen}`, 'ms', median(runs.map((run) => run.ms)), budget),
	);
}

async function sizes(visits: Visits): Promise<Figure[]> {
	const engine = await engineFiles();
	// In every visit: what comes late is there in time in some of them, and nobody waited for it.
	const needed = (screen: Screen['name']) => {
		const [first, ...others] = (visits.get(screen) ?? []).map(({ files }) => new Set(files));
		const always = [...(first ?? [])].filter((file) => others.every((files) => files.has(file)));
		return new Set(always.filter((file) => file.startsWith('_app/')));
	};
	const home = needed('home');
	const studio = [...needed('studio')].filter((file) => !engine.has(file));
	const studioStyles = studio.filter(isStyle);
	const studioScripts = studio.filter((file) => !isStyle(file));
	const engineKb = gzippedKilobytes(engine);
	const installed = await installedFiles();
	return [
		againstBudget('install-shell', 'kB gz', gzippedKilobytes(installed.shell), INSTALL_BUDGET_KB),
		unbounded('install-parts', gzippedKilobytes(installed.parts)),
		againstBudget('bundle-home', 'kB gz', gzippedKilobytes(home), HOME_BUDGET_KB),
		againstBudget('bundle-studio', 'kB gz', gzippedKilobytes(studioScripts), STUDIO_BUDGET_KB),
		unbounded('bundle-studio-styles', gzippedKilobytes(studioStyles)),
		unbounded('bundle-engine', engineKb),
	];
}

const isStyle = (file: string) => file.endsWith('.css');

/** A size that has no budget of its own. */
function unbounded(name: string, kilobytes: number): Figure {
	const ours = Math.round(kilobytes * 10) / 10;
	return { name, unit: 'kB gz', ours, against: 'none', value: 0, ratio: 1 };
}
