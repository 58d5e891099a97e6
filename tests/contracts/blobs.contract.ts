import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mintProjectId, type AssetHash } from '#lib/base/ids.ts';
import type { Blobs } from '#server/storage/blobs.ts';

export type BlobsUnderTest = {
	readonly blobs: Blobs;
	/** Opens what is stored again, as after a restart. */
	reopen(): Promise<Blobs>;
	/** Everything it keeps, finished or not. */
	storedFiles(): string[];
	dispose(): void;
};

/** The limit the factory must set. */
export const MAX_TEST_BYTES = 1000;

const hashOf = (content: Uint8Array) => createHash('sha256').update(content).digest('hex') as AssetHash;

async function* inChunks(content: Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < content.byteLength; at += size) yield content.subarray(at, at + size);
}

async function* breakingOff(content: Uint8Array): AsyncGenerator<Uint8Array> {
	yield content;
	throw new Error('the sender went away');
}

async function read(blobs: Blobs, projectId: ReturnType<typeof mintProjectId>, hash: AssetHash) {
	const blob = await blobs.get(projectId, hash);
	return blob && { bytes: blob.bytes, content: new Uint8Array(await buffer(blob.open())) };
}

/** What every store of assets must do. */
export function blobsContract(name: string, create: () => Promise<BlobsUnderTest>): void {
	describe(`blobs: ${name}`, () => {
		let subject: BlobsUnderTest;
		const projectId = mintProjectId();
		const content = Uint8Array.from({ length: 100 }, (_, i) => i * 3);
		const hash = hashOf(content);

		beforeEach(async () => {
			subject = await create();
		});
		afterEach(() => subject.dispose());

		it('[K5] gives back exactly what was stored, over a restart', async () => {
			expect(await subject.blobs.put(projectId, hash, inChunks(content))).toEqual({ ok: true });
			expect(await read(subject.blobs, projectId, hash)).toEqual({ bytes: 100, content });
			expect(await read(await subject.reopen(), projectId, hash)).toEqual({ bytes: 100, content });
		});

		it('[K5] an asset of no bytes is an asset', async () => {
			const nothing = new Uint8Array();
			expect((await subject.blobs.put(projectId, hashOf(nothing), inChunks(nothing))).ok).toBe(true);
			expect(await read(subject.blobs, projectId, hashOf(nothing))).toEqual({ bytes: 0, content: nothing });
		});

		it('[K5] storing the same twice, even at once, is fine', async () => {
			const outcomes = await Promise.all([
				subject.blobs.put(projectId, hash, inChunks(content, 1)),
				subject.blobs.put(projectId, hash, inChunks(content, 50)),
			]);
			expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
			expect(await read(subject.blobs, projectId, hash)).toEqual({ bytes: 100, content });
			expect(subject.storedFiles()).toHaveLength(1);
		});

		it('[K6] bytes that are not what their name says are refused and leave nothing', async () => {
			const wrong = content.map((byte) => byte ^ 1);
			expect(await subject.blobs.put(projectId, hash, inChunks(wrong))).toEqual({
				ok: false,
				error: 'mismatch',
			});
			expect(await subject.blobs.get(projectId, hash)).toBeNull();
			expect(subject.storedFiles()).toEqual([]);
		});

		it('[K6] a wrong upload does not harm the right one stored before', async () => {
			await subject.blobs.put(projectId, hash, inChunks(content));
			await subject.blobs.put(projectId, hash, inChunks(new Uint8Array([1])));
			expect(await read(subject.blobs, projectId, hash)).toEqual({ bytes: 100, content });
		});

		it('[K6] too many bytes are refused as soon as they are, and leave nothing', async () => {
			let pulled = 0;
			async function* endless(): AsyncGenerator<Uint8Array> {
				for (;;) {
					pulled++;
					yield new Uint8Array(400);
				}
			}
			expect(await subject.blobs.put(projectId, hash, endless())).toEqual({ ok: false, error: 'too-large' });
			expect(pulled).toBe(3);
			expect(subject.storedFiles()).toEqual([]);
		});

		it('[K6] an upload that breaks off leaves nothing', async () => {
			await expect(subject.blobs.put(projectId, hash, breakingOff(content))).rejects.toThrow('went away');
			expect(await subject.blobs.get(projectId, hash)).toBeNull();
			expect(subject.storedFiles()).toEqual([]);
		});

		it('[K7] another project neither has the asset nor learns of it', async () => {
			const other = mintProjectId();
			await subject.blobs.put(projectId, hash, inChunks(content));
			expect(await subject.blobs.get(other, hash)).toBeNull();
			expect(await subject.blobs.missing(other, [hash])).toEqual([hash]);
		});

		it('[K7] names what is missing, in the order asked', async () => {
			const absent = [hashOf(new Uint8Array([1])), hashOf(new Uint8Array([2]))] as const;
			await subject.blobs.put(projectId, hash, inChunks(content));
			expect(await subject.blobs.missing(projectId, [absent[1], hash, absent[0]])).toEqual([
				absent[1],
				absent[0],
			]);
		});
	});
}
