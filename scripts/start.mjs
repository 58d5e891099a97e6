// `npm start`: the whole product with one command. Sets up, builds when needed, then hands over to the server,
// which prints the ready line itself.
import process from 'node:process';
import { ensureBuild } from './build.mjs';
import { main, nodePath, run, setup, stopRunning } from './setup.mjs';

const PARENT_CHECK_MS = 250;
let stopped = false;

function stop(signal) {
	// Ctrl-C reaches npm, this script and the server, and npm passes it on once more: once is enough.
	if (stopped) return;
	stopped = true;
	stopRunning(signal);
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
	return stopped ? 0 : run(nodePath(), ['sync-server/main.ts']);
});
