import type { Readable } from 'node:stream';
import type { Upload } from '@tus/server';
import { DataStore } from '@tus/server';
import type { UnfinishedUpload, UnfinishedUploads } from '../../storage/unfinished-uploads.ts';

type Hooks = {
	/** Before bytes are written; throws to refuse them. */
	readonly onBytes: (upload: UnfinishedUpload) => Promise<void>;
	/** Takes over an upload that has all its bytes; throws when it cannot be. */
	readonly onWhole: (upload: UnfinishedUpload) => Promise<void>;
};

/**
 * Unfinished uploads as tus sees them: one that has all its bytes is finished before anybody hears that it has, also
 * when the server ended in between. Whatever is called here, tus holds the upload's lock.
 */
export class FinishingStore extends DataStore {
	#uploads: UnfinishedUploads;
	#hooks: Hooks;

	constructor(uploads: UnfinishedUploads, hooks: Hooks) {
		super();
		// Sizes are said beforehand, or no quota could be kept; what is old is removed by our own clock.
		this.extensions = ['creation', 'creation-with-upload', 'termination'];
		this.#uploads = uploads;
		this.#hooks = hooks;
	}

	override async create(upload: Upload): Promise<Upload> {
		const created = await this.#uploads.create(upload);
		await this.#finish(upload.id, 0);
		return created;
	}

	override async write(bytes: Readable, id: string, offset: number): Promise<number> {
		const upload = this.#uploads.find(id);
		// Finished by the look at it that came before: there is nothing more to write.
		if (!upload) return offset;
		await this.#hooks.onBytes(upload);
		const reached = await this.#uploads.write(bytes, id, offset);
		await this.#finish(id, reached);
		return reached;
	}

	override async getUpload(id: string): Promise<Upload> {
		const upload = await this.#uploads.getUpload(id);
		await this.#finish(id, upload.offset);
		return upload;
	}

	override remove(id: string): Promise<void> {
		return this.#uploads.forget(id);
	}

	async #finish(id: string, offset: number): Promise<void> {
		const upload = this.#uploads.find(id);
		if (upload && offset === upload.bytes) await this.#hooks.onWhole(upload);
	}
}
