// The list of the build's files that the service worker goes by: which belong to the shell, how long each is, and its
// hash. Written into the worker, so that a worker and its list are never of two versions.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The modules that every page and the worker's registration begin with. */
const SHELL_MODULES = [
	'node_modules/@sveltejs/kit/src/runtime/client/entry.js',
	'.svelte-kit/generated/client-optimized/app.js',
	'src/lib/pwa/service-worker-adapter.ts',
];
/** Beside them what Kit shows at `/`: Home, the frames around it, and the page for errors. */
const NODES = '.svelte-kit/generated/client-optimized/nodes';
const HOME_NODE = /src\/routes\/(\(home\)\/)?\+(layout|error|page)\.svelte"/;
/** And the page itself, its letters, and the pictures of Home. */
const SHELL_FILES =
	/^\/(200\.html|theme\.js|manifest\.webmanifest|_app\/version\.json|_app\/env\.js|icons\/icon\.svg|starters\/[^/]+|_app\/immutable\/assets\/inter-latin-wght[^/]*)$/;
// The worker itself, pictures for app stores, and what servers keep to themselves.
const NEVER_KEPT = /^\/(service-worker\.js|screenshots\/.*|(.*\/)?\..*)$/;
const PLACE = /(["'`])__APP_FILES__\1/;

/** Every file of a built app, in the order of its address, as [url, sha-256 in base64, bytes]. */
export function listFiles(folder) {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.map((path) => ({ path, url: path.slice(folder.length).replaceAll('\\', '/') }))
		.filter(({ url }) => !NEVER_KEPT.test(url))
		.sort((a, b) => (a.url < b.url ? -1 : 1))
		.map(({ path, url }) => {
			const bytes = readFileSync(path);
			return [url, createHash('sha256').update(bytes).digest('base64'), bytes.byteLength];
		});
}

/** Which of Kit's nodes, files in `folder`, make up Home. */
export function homeNodes(folder) {
	return readdirSync(folder)
		.filter((name) => HOME_NODE.test(readFileSync(join(folder, name), 'utf8')))
		.map((name) => `${NODES}/${name}`);
}

/** The scripts and styles that the shell's modules and Home's nodes need, by Vite's manifest of the build. */
export function shellUrls(manifest, nodes) {
	const urls = new Set();
	const seen = new Set();
	const visit = (key) => {
		const chunk = manifest[key];
		if (!chunk || seen.has(key)) return;
		seen.add(key);
		for (const file of [chunk.file, ...(chunk.css ?? [])]) urls.add(`/${file}`);
		for (const next of chunk.imports ?? []) visit(next);
	};
	for (const module of [...SHELL_MODULES, ...nodes]) {
		// Linked packages have a path of their own before node_modules.
		const key = Object.keys(manifest).find((one) => one === module || one.endsWith(`/${module}`));
		if (!key)
			throw new Error(`The build has no ${module}: scripts/app-files.mjs must name the shell's modules`);
		visit(key);
	}
	return urls;
}

/** Divides files into the shell and the rest. */
export function divideFiles(files, shell) {
	const inShell = ([url]) => shell.has(url) || SHELL_FILES.test(url);
	return { shell: files.filter(inShell), parts: files.filter((file) => !inShell(file)) };
}

/** The addresses of the shell's scripts and styles in the build that Kit has just made in `root`. */
export function readShell(root) {
	const manifest = JSON.parse(
		readFileSync(join(root, '.svelte-kit/output/client/.vite/manifest.json'), 'utf8'),
	);
	return shellUrls(manifest, homeNodes(join(root, NODES)));
}

/** Writes the list into the worker of a build; throws when there is no place for it. */
export function writeAppFiles(folder, shellAddresses) {
	const { version } = JSON.parse(readFileSync(join(folder, '_app', 'version.json'), 'utf8'));
	const { shell, parts } = divideFiles(listFiles(folder), shellAddresses);
	const worker = join(folder, 'service-worker.js');
	const code = readFileSync(worker, 'utf8');
	if (code.split('__APP_FILES__').length !== 2 || !PLACE.test(code)) {
		throw new Error('The service worker has not exactly one place for the list of files ("__APP_FILES__")');
	}
	const list = JSON.stringify(JSON.stringify({ version, shell, parts }));
	writeFileSync(
		worker,
		code.replace(PLACE, () => list),
	);
	return { shell, parts };
}
