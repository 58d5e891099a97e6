// `npm start`: the whole product with one command. Sets up, builds when needed, then hands over to the server,
// which prints the ready line itself.
import process from 'node:process';
import { ensureBuild } from './build.mjs';
import { main, nodePath, run, setup, stopRunning } from './setup.mjs';

const seen = new Set();
for (const signal of ['SIGINT', 'SIGTERM']) {
	// Ctrl-C reaches npm, this script and the server, and npm passes it on once more: we pass on each kind once.
	process.on(signal, () => {
		if (seen.has(signal)) return;
		seen.add(signal);
		stopRunning(signal);
	});
}

await main(async () => {
	await setup();
	if (seen.size > 0) return 130;
	await ensureBuild();
	if (seen.size > 0) return 130;
	return run(nodePath(), ['sync-server/main.ts']);
});
