import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { divideFiles, listFiles, readShell } from '../../scripts/app-files.mjs';
import { build, BUILD } from '../../scripts/build.mjs';
import { ROOT } from '../../scripts/setup.mjs';

const MANIFEST = join(ROOT, '.svelte-kit/output/client/.vite/manifest.json');
const ENGINE = 'src/lib/engine/';

interface Chunk {
	readonly file: string;
	readonly imports?: readonly string[];
	readonly dynamicImports?: readonly string[];
	readonly css?: readonly string[];
	readonly isDynamicEntry?: boolean;
}

type Manifest = Readonly<Record<string, Chunk>>;

/** Scripts and styles of the engine: what the lazily imported modules of lib/engine need, over what others load. */
export async function engineFiles(): Promise<Set<string>> {
	const manifest = await readManifest();
	const lazy = Object.keys(manifest).filter((key) => key.startsWith(ENGINE) && manifest[key]?.isDynamicEntry);
	if (lazy.length === 0) {
		throw new Error(
			`Nothing of ${ENGINE} is imported lazily: home and studio would carry three.js from the start`,
		);
	}
	return new Set(lazy.flatMap((key) => [...closure(manifest, key)]));
}

/** kB of the files of the build, each compressed on its own as the server sends them. */
export function gzippedKilobytes(files: Iterable<string>): number {
	let bytes = 0;
	for (const file of files) bytes += gzipSync(readFileSync(join(BUILD, file))).byteLength;
	return bytes / 1000;
}

/** What a first visit installs, and what follows in quiet moments: files of the build. */
export async function installedFiles(): Promise<{ shell: string[]; parts: string[] }> {
	await readManifest();
	const { shell, parts } = divideFiles(listFiles(BUILD), readShell(ROOT));
	return { shell: shell.map(([url]) => url), parts: parts.map(([url]) => url) };
}

// Kit keeps the manifest of the last build only; when that was not this build, build again.
async function readManifest(): Promise<Manifest> {
	const read = () => JSON.parse(readFileSync(MANIFEST, 'utf8')) as Manifest;
	const matches = (manifest: Manifest) =>
		Object.values(manifest).every(({ file }) => existsSync(join(BUILD, file)));
	if (existsSync(MANIFEST) && matches(read())) return read();
	await build();
	return read();
}

/** A module's own file, everything it imports statically, and their styles. */
function closure(
	manifest: Manifest,
	key: string,
	seen = new Set<string>(),
	files = new Set<string>(),
): Set<string> {
	const chunk = manifest[key];
	if (!chunk || seen.has(key)) return files;
	seen.add(key);
	files.add(chunk.file);
	for (const style of chunk.css ?? []) files.add(style);
	for (const next of chunk.imports ?? []) closure(manifest, next, seen, files);
	return files;
}
