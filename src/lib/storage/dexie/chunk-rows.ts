import { Dexie, type Table } from 'dexie';

/** Larger values make Safari and low-memory phones fail. */
export const CHUNK_BYTES = 4 * 1024 * 1024;

/** A piece of bytes that are named by their hash. */
export type ChunkRecord<Hash extends string> = {
	readonly hash: Hash;
	readonly index: number;
	readonly bytes: ArrayBuffer;
};

type ChunkTable<Hash extends string> = Table<ChunkRecord<Hash>, [Hash, number]>;

/** Inside a transaction, like everything in this file. Returns how many pieces there are. */
export async function putChunks<Hash extends string>(
	table: ChunkTable<Hash>,
	hash: Hash,
	bytes: Uint8Array<ArrayBuffer>,
): Promise<number> {
	let index = 0;
	for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
		await table.put({ hash, index, bytes: bytes.slice(start, start + CHUNK_BYTES).buffer });
		index += 1;
	}
	return index;
}

/** Up to `length` bytes, as stored; with chunks missing they are simply too short. */
export async function readChunks<Hash extends string>(
	table: ChunkTable<Hash>,
	hash: Hash,
	length: number,
): Promise<Uint8Array<ArrayBuffer>> {
	const bytes = new Uint8Array(length);
	let at = 0;
	await chunksOf(table, hash).each((chunk) => {
		const piece = new Uint8Array(chunk.bytes).subarray(0, bytes.length - at);
		bytes.set(piece, at);
		at += piece.length;
	});
	return bytes.subarray(0, at);
}

export const chunksOf = <Hash extends string>(table: ChunkTable<Hash>, hash: Hash) =>
	table.where('[hash+index]').between([hash, Dexie.minKey], [hash, Dexie.maxKey]);
