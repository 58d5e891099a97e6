import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { build, type PluginOption, preview } from 'vite';
import { Person, WITHOUT_PICTURE } from '../../helpers/person.ts';

const BENCHES = fileURLToPath(new URL('../', import.meta.url));
const OUT = fileURLToPath(new URL('../../../.cache/bench-page/', import.meta.url));

export interface BenchPageOptions {
	/** Whose page it is: `tests/bench/<suite>/page/`. */
	readonly suite?: string;
	/** The page draws. */
	readonly picture?: boolean;
	/** What its parts are built with. */
	readonly plugins?: readonly PluginOption[];
}

/** Runs `measure` on a page built for it, in a browser with a profile on a real disk. */
export async function onBenchPage<T>(
	file: string,
	measure: (page: Page, reopen: () => Promise<Page>) => Promise<T>,
	{ suite = 'documents', picture = false, plugins = [] }: BenchPageOptions = {},
): Promise<T> {
	const pages = `${BENCHES}${suite}/page/`;
	const config = { configFile: false, root: pages, logLevel: 'error' } as const;
	await build({
		...config,
		plugins: [...plugins],
		build: {
			...{ outDir: OUT, emptyOutDir: true, target: 'es2023', modulePreload: false },
			rolldownOptions: { input: pages + file, checks: { pluginTimings: false } },
		},
	});
	const server = await preview({
		...config,
		build: { outDir: OUT },
		preview: { host: '127.0.0.1', port: 0 },
	});
	const address = server.resolvedUrls?.local[0] ?? '';
	const flags = ['--js-flags=--expose-gc', ...(picture ? [] : WITHOUT_PICTURE)];
	const person = await Person.open(address, { name: 'The bench', flags });
	try {
		const visit = async (page: Page) => {
			await page.goto(file);
			return page;
		};
		return await measure(await visit(person.page), async () => visit(await person.reopen()));
	} finally {
		await person.dispose();
		await server.close();
	}
}
