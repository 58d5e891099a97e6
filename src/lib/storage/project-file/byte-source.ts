import { damaged } from './project-file-refusal.ts';

/** A file's bytes by position, whether it lies in memory or on disk. */
export type ByteSource = {
	readonly size: number;
	/** Exactly the bytes from `start` up to `end`. */
	read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
};

export function openByteSource(file: Blob | Uint8Array<ArrayBuffer>): ByteSource {
	const size = file instanceof Uint8Array ? file.length : file.size;
	return {
		size,
		async read(start, end) {
			if (start < 0 || end < start || end > size) throw damaged('it ends too early');
			const bytes =
				file instanceof Uint8Array
					? file.subarray(start, end)
					: new Uint8Array(await file.slice(start, end).arrayBuffer());
			if (bytes.length !== end - start) throw damaged('it changed while it was read');
			return bytes;
		},
	};
}
