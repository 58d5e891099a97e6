// `npm run restore -- <backup> <data folder> [--replace]` makes a data folder of a backup;
// `npm run restore -- --verify <backup>` only reads it to its end.
import process from 'node:process';
import { systemClock } from '#lib/base/clock.ts';
import { checkBackup, restore } from '#server/ops/backup/restore.ts';
import { runTool, takeArguments } from './host-tool.ts';

const USAGE =
	'npm run restore -- <backup> <data folder> [--replace], or npm run restore -- --verify <backup>';

await runTool(async () => {
	const { folders, flags } = takeArguments(USAGE, { flags: ['verify', 'replace'], most: 2 });
	const [backup, dataDir] = folders;
	const complete = flags.has('verify') ? folders.length === 1 : folders.length === 2;
	if (!complete || backup === undefined) throw new Error(`Say what to do: ${USAGE}`);
	const order = { backup, replace: flags.has('replace'), now: systemClock.now() };
	const { createdAt, rows, damagedRows, files } =
		dataDir === undefined ? await checkBackup(backup) : await restore({ ...order, dataDir });
	const done = dataDir === undefined ? 'The backup is whole' : `Restored into ${dataDir}`;
	process.stdout.write(`${done}: made ${createdAt}, ${rows} rows of documents, ${files.length} files\n`);
	if (damagedRows > 0) {
		process.stderr.write(`${damagedRows} rows were damaged before the backup; the server sets them aside\n`);
	}
	return 0;
});
