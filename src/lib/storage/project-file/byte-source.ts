import { damaged, unreadable } from './project-file-refusal.ts';

/** A file's bytes by position, whether it lies in memory or on disk. */
export type ByteSource = {
	readonly size: number;
	/** Exactly the bytes from `start` up to `end`. */
	read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
	/** The same as a Blob, without reading them. */
	slice(start: number, end: number): Blob;
};

export function openByteSource(file: Blob | Uint8Array<ArrayBuffer>): ByteSource {
	const size = file instanceof Uint8Array ? file.length : file.size;
	const check = (start: number, end: number) => {
		if (start < 0 || end < start || end > size) throw damaged('it ends too early');
	};
	return {
		size,
		async read(start, end) {
			check(start, end);
			if (file instanceof Uint8Array) return file.subarray(start, end);
			const bytes = await readBlob(file.slice(start, end));
			if (bytes.length !== end - start) throw damaged('it changed while it was read');
			return bytes;
		},
		slice(start, end) {
			check(start, end);
			return file instanceof Uint8Array ? new Blob([file.subarray(start, end)]) : file.slice(start, end);
		},
	};
}

/** Bytes of a Blob. The file behind it may have gone since it was chosen: that is a refusal, and no error of ours. */
export async function readBlob(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
	try {
		return new Uint8Array(await blob.arrayBuffer());
	} catch (thrown) {
		if (thrown instanceof DOMException) throw unreadable(thrown.message);
		throw thrown;
	}
}
