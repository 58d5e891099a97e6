import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

const isRoot = process.getuid?.() === 0;

/** What runs a command with a disk of 8 MB in the folder `$SMALL_DISK`; only it and its children see it, and it goes with them. */
export const ON_SMALL_DISK: readonly string[] = [
	...['unshare', '--mount', ...(isRoot ? [] : ['--map-root-user'])],
	...['sh', '-c', 'mount -t tmpfs -o size=8m tmpfs "$SMALL_DISK" && exec "$@"', 'sh'],
];

/** Whether this system makes such disks; says so when it does not. */
export function canMakeSmallDisks(): boolean {
	const folder = join(tmpdir(), 'rastudios-small-disk');
	mkdirSync(folder, { recursive: true });
	const [command = '', ...args] = [...ON_SMALL_DISK, 'true'];
	const { status } = spawnSync(command, args, { env: { ...process.env, SMALL_DISK: folder } });
	rmSync(folder, { recursive: true, force: true });
	if (status !== 0)
		console.log('Skipped: this system makes no small disk (it takes Linux and "unshare --mount")');
	return status === 0;
}
