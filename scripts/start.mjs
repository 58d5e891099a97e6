// `npm start`: the whole product with one command. Sets up, builds when needed, then hands over to the server,
// which prints the ready line itself.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { ensureBuild } from './build.mjs';
import { ROOT, main, nodePath, run, setup, stopRunning } from './setup.mjs';

// Code that Node has read before: the server starts in half the time and, without the type stripper, in less memory.
const COMPILE_CACHE = join(ROOT, '.cache', 'node');
const MAIN = 'sync-server/main.ts';
const PARENT_CHECK_MS = 250;
let stopped = false;

function stop(signal) {
	// Ctrl-C reaches npm, this script and the server, and npm passes it on once more: once is enough.
	if (stopped) return;
	stopped = true;
	stopRunning(signal);
}

/** Whether the cache was made just now; where nothing can be written, Node goes without by itself. */
function makeCompileCache() {
	if (existsSync(COMPILE_CACHE)) return false;
	try {
		mkdirSync(COMPILE_CACHE, { recursive: true });
		return true;
	} catch {
		return false; // an installation to read only: it starts slower, and that is all
	}
}

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop(signal));

// An npm that is killed outright tells nobody: without this the server would stay behind and hold its port.
if (process.env.npm_lifecycle_event === 'start') {
	const npm = process.ppid;
	setInterval(() => process.ppid !== npm && stop('SIGTERM'), PARENT_CHECK_MS).unref();
}

await main(async () => {
	try {
		await setup();
		if (!stopped) await ensureBuild();
	} catch (error) {
		// A step that was stopped half-way fails; that is what was asked for.
		if (!stopped) throw error;
	}
	// Stopped before the server ran: nothing was left behind, and that is a clean end too.
	const env = { ...process.env, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE || COMPILE_CACHE };
	// Once: read by a run that only prints, so that the server's own first start is like all others.
	if (!stopped && makeCompileCache()) await run(nodePath(), [MAIN, '--settings'], { env, stdio: 'ignore' });
	return stopped ? 0 : run(nodePath(), [MAIN, ...process.argv.slice(2)], { env });
});
