import { StorageFailure, storageProblem } from '../storage-failure.ts';
import type { AssetFiles, ByteSink } from './asset-files.ts';

const DIRECTORY = 'rastudios-assets';

/** Not in the page's types: only workers have it, and Safari and Firefox know no other way to write quickly. */
type SyncHandle = {
	write(bytes: Uint8Array, options: { at: number }): number;
	flush(): void;
	close(): void;
};
type SyncFile = FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncHandle> };
const isSync = (file: FileSystemFileHandle): file is SyncFile => 'createSyncAccessHandle' in file;

/** The origin's private file system; `null` where the browser has none. */
export function openPrivateFiles(name = DIRECTORY): AssetFiles | null {
	const manager = typeof navigator === 'undefined' ? undefined : navigator.storage;
	if (typeof manager?.getDirectory !== 'function') return null;
	const directory = async () => (await manager.getDirectory()).getDirectoryHandle(name, { create: true });
	return {
		create: (name) =>
			attempt(async () => {
				const file = await (await directory()).getFileHandle(name, { create: true });
				return isSync(file)
					? openSyncSink(await file.createSyncAccessHandle())
					: openStreamSink(await file.createWritable());
			}),
		read: (name) =>
			attempt(async () => {
				const found = await unlessMissing(async () => (await directory()).getFileHandle(name));
				return found && (await unlessMissing(() => found.getFile()));
			}),
		remove: (name) =>
			attempt(async () => void (await unlessMissing(async () => (await directory()).removeEntry(name)))),
		list: () =>
			attempt(async () => {
				const names: string[] = [];
				for await (const name of (await directory()).keys()) names.push(name);
				return names;
			}),
	};
}

function openSyncSink(handle: SyncHandle): ByteSink {
	let at = 0;
	return {
		write: (bytes) =>
			attempt(async () => {
				for (let start = 0; start < bytes.length;) {
					const written = handle.write(bytes.subarray(start), { at });
					if (written === 0) throw new StorageFailure(storageProblem('full'));
					start += written;
					at += written;
				}
			}),
		finish: () =>
			attempt(async () => {
				handle.flush();
				handle.close();
			}),
		abandon: async () => handle.close(), // twice is harmless
	};
}

function openStreamSink(stream: FileSystemWritableFileStream): ByteSink {
	return {
		write: (bytes) => attempt(() => stream.write(bytes)),
		finish: () => attempt(() => stream.close()),
		abandon: () => stream.abort().catch(() => {}), // it was finished, or has failed already
	};
}

async function unlessMissing<T>(run: () => Promise<T>): Promise<T | null> {
	try {
		return await run();
	} catch (thrown) {
		if (thrown instanceof DOMException && thrown.name === 'NotFoundError') return null;
		throw thrown;
	}
}

async function attempt<T>(run: () => Promise<T>): Promise<T> {
	try {
		return await run();
	} catch (thrown) {
		throw toFailure(thrown);
	}
}

function toFailure(thrown: unknown): StorageFailure {
	if (thrown instanceof StorageFailure) return thrown;
	const { name, message } = thrown instanceof Error ? thrown : { name: '', message: String(thrown) };
	const detail = `${name}: ${message}`;
	if (name === 'QuotaExceededError' || /quota|no space|disk is full/i.test(message))
		return new StorageFailure(storageProblem('full', detail), thrown);
	const isDenied = name === 'SecurityError' || name === 'NotAllowedError';
	return new StorageFailure(storageProblem(isDenied ? 'denied' : 'lost', detail), thrown);
}
