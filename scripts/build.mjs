// Builds the app into build/. The old build stays in place until the new one is whole: a failed build changes nothing.
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { readShell, writeAppFiles } from './app-files.mjs';
import { ROOT, SetupError, main, nodePath, run, say, setup, toolEnv } from './setup.mjs';
import { sourceHash } from './source-hash.mjs';

/** Where the server looks for the app as well. */
export const BUILD = resolve(ROOT, process.env.BUILD_DIR || 'build');

/** Whether build/ was made from exactly the sources that are here now. */
export function buildIsFresh() {
	if (!existsSync(join(BUILD, '200.html'))) return false;
	try {
		const stamp = JSON.parse(readFileSync(join(BUILD, '_app', 'version.json'), 'utf8'));
		return stamp.version === sourceHash(ROOT);
	} catch {
		// No readable stamp: an interrupted or foreign build, so build again.
		return false;
	}
}

export async function build() {
	// Beside the target, so that both are on one disk and a rename is all it takes.
	const fresh = join(dirname(BUILD), '.cache', `${basename(BUILD)}-${process.pid}`);
	const old = `${fresh}-old`;
	try {
		const code = await run(
			nodePath(),
			[join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
			{
				env: toolEnv({ BUILD_DIR: fresh, NODE_ENV: 'production' }),
				stdio: ['ignore', 'ignore', 'inherit'],
			},
		);
		if (code !== 0) throw new SetupError(`The build failed (exit code ${code}, see above).`);
		const files = writeAppFiles(fresh, readShell(ROOT));
		say(
			`The app installs with ${kilobytes(files.shell)} kB; ${kilobytes(files.parts)} kB more come when needed.`,
		);
		if (existsSync(BUILD)) renameSync(BUILD, old);
		renameSync(fresh, BUILD);
	} finally {
		rmSync(fresh, { recursive: true, force: true });
		rmSync(old, { recursive: true, force: true });
	}
}

function kilobytes(files) {
	return Math.round(files.reduce((sum, [, , bytes]) => sum + bytes, 0) / 1000);
}

/** Puts a worker that removes itself in the place of the build's own; the next build brings a real one back. */
export function withdrawWorker() {
	if (!existsSync(BUILD)) throw new SetupError('There is no build to withdraw the service worker of.');
	copyFileSync(join(ROOT, 'scripts/kill-switch/service-worker.js'), join(BUILD, 'service-worker.js'));
	say('The service worker is withdrawn: browsers remove it and its caches at their next visit.');
}

export async function ensureBuild() {
	if (buildIsFresh()) return;
	say('Building the app…');
	await build();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	await main(async () => {
		// An emergency: nothing is installed, and nothing is built.
		if (process.argv.includes('--kill-switch')) {
			withdrawWorker();
			return 0;
		}
		await setup();
		await build();
		return 0;
	});
}
