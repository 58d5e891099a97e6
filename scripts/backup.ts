// `npm run backup -- [folder]`: copies all a server keeps into a new folder, while it runs.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { systemClock } from '#lib/base/clock.ts';
import { formatBytes } from '#server/config/kinds.ts';
import { backUp } from '#server/ops/backup/back-up.ts';
import { readSettings, runTool, takeArguments } from './host-tool.ts';

const USAGE = 'npm run backup -- [folder]';

await runTool(async () => {
	const { folders } = takeArguments(USAGE, { most: 1 });
	const { config, root } = readSettings();
	const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
	const now = systemClock.now();
	const named = new Date(now).toISOString().replaceAll(':', '-').slice(0, 19);
	const [target = resolve(config.backupDir, named)] = folders;
	const { manifest, damagedAssets } = await backUp({ dataDir: config.dataDir, target, version, now });
	const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
	const assets = manifest.files.filter(({ path }) => path.startsWith('blobs/')).length;
	process.stdout.write(
		`Backed up to ${target}: ${manifest.rows} rows of documents, ${assets} assets, ${formatBytes(bytes)}\n`,
	);
	for (const path of damagedAssets) process.stderr.write(`Left out, because it is damaged: ${path}\n`);
	if (manifest.damagedRows > 0) {
		process.stderr.write(
			`${manifest.damagedRows} rows of documents are damaged; they were copied as they are\n`,
		);
	}
	return damagedAssets.length + manifest.damagedRows === 0 ? 0 : 1;
});
