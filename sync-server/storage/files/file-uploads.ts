import { createWriteStream } from 'node:fs';
import { mkdir, rm, stat, statfs, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileStore } from '@tus/file-store';
import type { Upload } from '@tus/server';
import type { Clock } from '#lib/base/clock.ts';
import type { UnfinishedUpload, UnfinishedUploads } from '../unfinished-uploads.ts';
import { UploadRecords } from './upload-records.ts';

const WRITE_BYTES = 256 * 1024;

/** Unfinished uploads as files: the bytes under the upload's id, so that their number is where it goes on. */
export class FileUploads extends FileStore implements UnfinishedUploads {
	#folder: string;
	#records: UploadRecords;
	#now: () => number;

	private constructor(folder: string, records: UploadRecords, now: () => number) {
		super({ directory: folder, configstore: records });
		this.#folder = folder;
		this.#records = records;
		this.#now = now;
	}

	/** Makes the folder if there is none, and forgets what a crash left there that cannot go on. */
	static async open(folder: string, clock: Pick<Clock, 'now'>): Promise<FileUploads> {
		await mkdir(folder, { recursive: true });
		return new FileUploads(folder, await UploadRecords.open(folder), () => clock.now());
	}

	all(): Iterable<UnfinishedUpload> {
		return this.#records.all();
	}

	find(id: string): UnfinishedUpload | null {
		return this.#records.find(id);
	}

	fileOf(id: string): string {
		return join(this.#folder, id);
	}

	async forget(id: string): Promise<void> {
		// The bytes first: a record without bytes is swept at the next start, bytes without a record as well.
		await rm(this.fileOf(id), { force: true });
		await this.#records.delete(id);
	}

	override async create(upload: Upload): Promise<Upload> {
		const created = await super.create(upload);
		await this.#touch(upload.id);
		return created;
	}

	override remove(id: string): Promise<void> {
		return this.forget(id);
	}

	// The library's own says only that writing failed; a full disk must be told from the rest.
	override async write(bytes: Readable, id: string, offset: number): Promise<number> {
		const file = createWriteStream(this.fileOf(id), {
			flags: 'r+',
			start: offset,
			highWaterMark: WRITE_BYTES,
		});
		await pipeline(bytes, file);
		await this.#touch(id);
		return offset + file.bytesWritten;
	}

	async reached(id: string): Promise<{ bytes: number; touchedAt: number } | null> {
		const found = await stat(this.fileOf(id)).catch(() => null);
		return found && { bytes: found.size, touchedAt: found.mtimeMs };
	}

	async freeBytes(): Promise<number> {
		const { bavail, bsize } = await statfs(this.#folder);
		return bavail * bsize;
	}

	async #touch(id: string): Promise<void> {
		const now = this.#now() / 1000;
		await utimes(this.fileOf(id), now, now);
	}
}
