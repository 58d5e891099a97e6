type Bytes = Uint8Array<ArrayBuffer>;

/** Where a file is written to, piece by piece. Nothing of it is to be seen elsewhere before `close`. */
export interface ByteSink {
	write(bytes: Bytes): Promise<void>;
	/** Puts other bytes in place of ones written before. */
	rewrite(at: number, bytes: Bytes): Promise<void>;
	close(): Promise<void>;
	/** Leaves what was there before as it was. */
	abort(): Promise<void>;
}

/** What `FileSystemFileHandle.createWritable` gives: the browser writes beside the file, and swaps on closing. */
export type WritableFile = Pick<FileSystemWritableFileStream, 'write' | 'close' | 'abort'>;

export function openFileSink(file: WritableFile): ByteSink {
	let size = 0;
	return {
		async write(data) {
			await file.write({ type: 'write', position: size, data });
			size += data.length;
		},
		rewrite: (position, data) => file.write({ type: 'write', position, data }),
		close: () => file.close(),
		abort: () => file.abort(),
	};
}

/** Small pieces are joined: the browser then keeps them outside the page, on disk where they are large. */
const JOINED_BYTES = 4 * 1024 * 1024;

/** Collects a Blob where there is no file to write to. */
export class BlobSink implements ByteSink {
	#blob = new Blob();
	#pieces: Bytes[] = [];
	#loose = 0;

	async write(bytes: Bytes): Promise<void> {
		this.#pieces.push(bytes);
		this.#loose += bytes.length;
		if (this.#loose >= JOINED_BYTES) this.#join();
	}

	async rewrite(at: number, bytes: Bytes): Promise<void> {
		const blob = this.#join();
		this.#blob = new Blob([blob.slice(0, at), bytes, blob.slice(at + bytes.length)]);
	}

	async close(): Promise<void> {
		this.#join();
	}

	async abort(): Promise<void> {
		this.#blob = new Blob();
		this.#pieces = [];
		this.#loose = 0;
	}

	/** All of it so far. */
	take(type = ''): Blob {
		const blob = this.#join();
		return type === '' ? blob : blob.slice(0, blob.size, type);
	}

	#join(): Blob {
		if (this.#pieces.length > 0) this.#blob = new Blob([this.#blob, ...this.#pieces]);
		this.#pieces = [];
		this.#loose = 0;
		return this.#blob;
	}
}
