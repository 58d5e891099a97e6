import { relative, resolve, sep } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..');

/** Where a file or an import lives: a layer of src/lib, or one of the places outside it. */
export interface Place {
	readonly layer: string;
	/** The part inside `features/`, where parts are peers of each other. */
	readonly part?: string | undefined;
}

export const isTest = (path: string) => /\.test\.ts$/.test(path);

/** The path from the repository's root, with forward slashes. */
export const fromRoot = (file: string) => relative(ROOT, file).split(sep).join('/');

/** `src/lib/doc/scene.ts` → doc, `src/routes/+page.svelte` → routes, `sync-server/main.ts` → sync-server. */
export function placeOf(path: string): Place | null {
	const [top, second, third, fourth] = path.split('/');
	if (top === 'sync-server' || top === 'tests') return { layer: top };
	if (top !== 'src') return null;
	if (second === 'routes' || second === 'service-worker') return { layer: second };
	if (second !== 'lib' || third === undefined) return null;
	if (third === 'features') return { layer: 'features', part: fourth };
	return { layer: third };
}

/** An import's target as a path from the root, or null for packages and `$app`-like modules. */
export function resolveImport(importer: string, source: string): string | null {
	if (source.startsWith('#lib/')) return `src/lib/${source.slice('#lib/'.length)}`;
	if (source.startsWith('#server/')) return `sync-server/${source.slice('#server/'.length)}`;
	if (source.startsWith('.')) return fromRoot(resolve(ROOT, importer, '..', source));
	return null;
}
