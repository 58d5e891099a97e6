import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '#lib/base/clock.ts';
import { formatOrigin, parseConfig } from './config.ts';
import { createJsonLog, describeCause, type Log } from './ops/log.ts';
import { StartError } from './ops/start-error.ts';
import { createSyncServer, type SyncServer } from './server.ts';
import { openStorage, type Storage } from './storage/open-storage.ts';

/** Milliseconds after which an ending server is ended, whatever it still waits for. */
const END_DEADLINE_MS = 9_000;

const root = dirname(dirname(fileURLToPath(import.meta.url)));

async function start(): Promise<void> {
	const config = parseConfig(process.env, root);
	if (!config.ok) throw new StartError(config.error);
	const { port, host, dataDir, buildDir } = config.value;
	const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { version: string };
	const log = createJsonLog(
		(line) => process.stderr.write(line),
		() => systemClock.now(),
	);
	const storage = await openStorage(dataDir);
	const server = createSyncServer({ storage, clock: systemClock, log, buildDir, version });
	endOnSignal(server, storage, log);
	const listening = await server.listen(port, host);
	process.stdout.write(`RaStudios is ready: ${formatOrigin(host, listening)}\n`);
}

function endOnSignal(server: SyncServer, storage: Storage, log: Log): void {
	let ending = false;
	const end = async () => {
		if (ending) return;
		ending = true;
		systemClock.after(END_DEADLINE_MS, () => process.exit(1));
		try {
			await server.close();
			storage.close();
			process.exit(0);
		} catch (cause) {
			log.error('The server did not end cleanly', { cause: describeCause(cause) });
			process.exit(1);
		}
	};
	process.on('SIGTERM', () => void end());
	process.on('SIGINT', () => void end());
}

start().catch((cause: unknown) => {
	if (!(cause instanceof StartError)) throw cause;
	process.stderr.write(`RaStudios cannot start: ${cause.message.replaceAll('\n', ' ')}\n`);
	process.exit(1);
});
