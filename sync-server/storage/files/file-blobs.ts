import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { mkdir, open, opendir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isAssetHash, parseProjectId, type AssetHash, type ProjectId } from '#lib/base/ids.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import { RENEW_AFTER_MS, type BlobEntry, type Blobs, type StoredBlob } from '../blobs.ts';
import { Turns } from '../turns.ts';

const READ_BYTES = 256 * 1024;
/** Files looked at together; each costs a call into the system. */
const TOGETHER = 32;
/** Projects whose bytes are remembered; those of others are counted again. */
const REMEMBERED_PROJECTS = 10_000;

/** Blobs as files: `<folder>/<project>/<first two digits>/<hash>`; a file's time is when it was last renewed. */
export class FileBlobs implements Blobs {
	#folder: string;
	#usage = new Map<ProjectId, number>();
	// What changes a project's files or counts them runs alone, so that nothing is removed while it is renewed.
	#turns = new Turns<ProjectId>();

	private constructor(folder: string) {
		this.#folder = folder;
	}

	/** Makes the folder if there is none. */
	static async open(folder: string): Promise<FileBlobs> {
		await mkdir(folder, { recursive: true });
		return new FileBlobs(folder);
	}

	async take(
		projectId: ProjectId,
		hash: AssetHash,
		file: string,
		at: number,
	): Promise<Result<void, 'mismatch'>> {
		if ((await hashFile(file)) !== hash) {
			await rm(file, { force: true });
			return err('mismatch');
		}
		await utimes(file, at / 1000, at / 1000);
		await syncPath(file);
		return this.#turns.take(projectId, async () => {
			const target = this.#path(projectId, hash);
			const bytes = (await stat(file)).size;
			const replaced = await statFile(target);
			await makeFolder(this.#folder, dirname(target));
			await rename(file, target);
			await syncPath(dirname(target));
			this.#count(projectId, bytes - (replaced?.size ?? 0));
			return ok();
		});
	}

	async get(projectId: ProjectId, hash: AssetHash): Promise<StoredBlob | null> {
		const path = this.#path(projectId, hash);
		const found = await statFile(path);
		return found && { bytes: found.size, open: (range) => createReadStream(path, { ...range }) };
	}

	async missing(projectId: ProjectId, hashes: readonly AssetHash[], at: number): Promise<AssetHash[]> {
		const missing: AssetHash[] = [];
		for (let start = 0; start < hashes.length; start += TOGETHER) {
			const some = hashes.slice(start, start + TOGETHER);
			const here = await Promise.all(some.map((hash) => this.#renew(projectId, hash, at)));
			missing.push(...some.filter((_, i) => !here[i]));
		}
		return missing;
	}

	async *projects(): AsyncGenerator<ProjectId> {
		for await (const { name } of entriesOf(this.#folder)) {
			const projectId = parseProjectId(name);
			if (projectId.ok) yield projectId.value;
		}
	}

	async *list(projectId: ProjectId): AsyncGenerator<BlobEntry> {
		const folder = join(this.#folder, projectId);
		for await (const { name: part } of entriesOf(folder)) {
			for await (const { name: hash } of entriesOf(join(folder, part))) {
				const found = isAssetHash(hash) ? await statFile(join(folder, part, hash)) : null;
				if (found) yield { hash: hash as AssetHash, bytes: found.size, renewedAt: found.mtimeMs };
			}
		}
	}

	async usage(projectId: ProjectId): Promise<number> {
		return this.#usage.get(projectId) ?? this.#turns.take(projectId, () => this.#measure(projectId));
	}

	async removeUnrenewed(projectId: ProjectId, hash: AssetHash, before: number): Promise<boolean> {
		return this.#turns.take(projectId, async () => {
			const path = this.#path(projectId, hash);
			const found = await statFile(path);
			if (!found || found.mtimeMs >= before) return false;
			await rm(path);
			this.#count(projectId, -found.size);
			return true;
		});
	}

	/** Whether it is here. */
	async #renew(projectId: ProjectId, hash: AssetHash, at: number): Promise<boolean> {
		const path = this.#path(projectId, hash);
		const found = await statFile(path);
		if (!found || at - found.mtimeMs < RENEW_AFTER_MS) return found !== null;
		return this.#turns.take(projectId, async () => {
			// It may have been removed while this waited for its turn.
			if (!(await statFile(path))) return false;
			await utimes(path, at / 1000, at / 1000);
			return true;
		});
	}

	async #measure(projectId: ProjectId): Promise<number> {
		let bytes = 0;
		for await (const entry of this.list(projectId)) bytes += entry.bytes;
		const [oldest] = this.#usage.keys();
		if (this.#usage.size >= REMEMBERED_PROJECTS && oldest) this.#usage.delete(oldest);
		this.#usage.set(projectId, bytes);
		return bytes;
	}

	#count(projectId: ProjectId, bytes: number): void {
		const known = this.#usage.get(projectId);
		if (known !== undefined) this.#usage.set(projectId, known + bytes);
	}

	#path(projectId: ProjectId, hash: AssetHash): string {
		return join(this.#folder, projectId, hash.slice(0, 2), hash);
	}
}

async function hashFile(file: string): Promise<string> {
	const digest = createHash('sha256');
	for await (const piece of createReadStream(file, { highWaterMark: READ_BYTES }))
		digest.update(piece as Buffer);
	return digest.digest('hex');
}

// A stray file where a folder should be holds none of ours either.
const ABSENT = ['ENOENT', 'ENOTDIR'];
const isAbsent = (cause: unknown): boolean => ABSENT.includes((cause as NodeJS.ErrnoException).code ?? '');

async function statFile(path: string): Promise<Stats | null> {
	try {
		return await stat(path);
	} catch (cause) {
		if (isAbsent(cause)) return null;
		throw cause;
	}
}

async function* entriesOf(folder: string) {
	try {
		yield* await opendir(folder);
	} catch (cause) {
		if (!isAbsent(cause)) throw cause;
	}
}

// A name must survive a power cut too, not only the bytes behind it: that of a file, and those of new folders.
async function makeFolder(root: string, folder: string): Promise<void> {
	const first = await mkdir(folder, { recursive: true });
	if (first === undefined) return;
	for (let made = folder; made !== root; made = dirname(made)) await syncPath(dirname(made));
}

async function syncPath(path: string): Promise<void> {
	const handle = await open(path, 'r');
	await handle.sync().finally(() => handle.close());
}
