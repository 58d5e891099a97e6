import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Configstore } from '@tus/file-store';
import { Upload } from '@tus/server';
import { readUpload, type UnfinishedUpload } from '../unfinished-uploads.ts';

const ENDING = '.json';

/** What is known of each upload, in memory and as `<id>.json` beside its bytes. */
export class UploadRecords implements Configstore {
	#folder: string;
	#records = new Map<string, { readonly upload: Upload; readonly read: UnfinishedUpload }>();

	private constructor(folder: string) {
		this.#folder = folder;
	}

	/** Reads the folder, and removes what a crash left there that is no upload. */
	static async open(folder: string): Promise<UploadRecords> {
		const records = new UploadRecords(folder);
		const names = new Set(await readdir(folder));
		for (const name of names) {
			const id = name.endsWith(ENDING) ? name.slice(0, -ENDING.length) : null;
			if (id !== null && names.has(id) && (await records.#load(id))) continue;
			if (id === null && names.has(`${name}${ENDING}`)) continue;
			await rm(join(folder, name), { recursive: true, force: true });
			if (id !== null) await rm(join(folder, id), { force: true });
		}
		return records;
	}

	all(): UnfinishedUpload[] {
		return [...this.#records.values()].map(({ read }) => read);
	}

	find(id: string): UnfinishedUpload | null {
		return this.#records.get(id)?.read ?? null;
	}

	async get(id: string): Promise<Upload | undefined> {
		return this.#records.get(id)?.upload;
	}

	async set(id: string, upload: Upload): Promise<void> {
		const read = readUpload(upload);
		if (!read) throw new Error(`The upload ${id} does not say what it is of`);
		const path = this.#path(id);
		// In one step, so that a crash leaves a record that can be read, or none.
		await writeFile(`${path}.new`, JSON.stringify(upload));
		await rename(`${path}.new`, path);
		this.#records.set(id, { upload, read });
	}

	async delete(id: string): Promise<void> {
		this.#records.delete(id);
		await rm(this.#path(id), { force: true });
	}

	async #load(id: string): Promise<boolean> {
		try {
			const text = await readFile(this.#path(id), 'utf8');
			const upload = new Upload(JSON.parse(text) as ConstructorParameters<typeof Upload>[0]);
			const read = readUpload(upload);
			if (read) this.#records.set(id, { upload, read });
			return read !== null;
		} catch (cause) {
			if (cause instanceof SyntaxError) return false;
			throw cause;
		}
	}

	#path(id: string): string {
		return join(this.#folder, `${id}${ENDING}`);
	}
}
