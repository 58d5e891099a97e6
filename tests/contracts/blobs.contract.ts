import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mintProjectId, type AssetHash, type ProjectId } from '#lib/base/ids.ts';
import { RENEW_AFTER_MS, type Blobs } from '#server/storage/blobs.ts';

export type BlobsUnderTest = {
	readonly blobs: Blobs;
	/** Where files to be taken over may lie: on the same disk as what is kept. */
	readonly beside: string;
	/** Opens what is stored again, as after a restart. */
	reopen(): Promise<Blobs>;
	dispose(): void;
};

const DAY_MS = 24 * 60 * 60 * 1000;
const NOW = 20_000 * DAY_MS;

const hashOf = (content: Uint8Array) => createHash('sha256').update(content).digest('hex') as AssetHash;

async function read(blobs: Blobs, projectId: ProjectId, hash: AssetHash) {
	const blob = await blobs.get(projectId, hash);
	return blob && { bytes: blob.bytes, content: new Uint8Array(await buffer(blob.open())) };
}

async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
	const all: T[] = [];
	for await (const item of items) all.push(item);
	return all;
}

/** What every store of assets must do. */
export function blobsContract(name: string, create: () => Promise<BlobsUnderTest>): void {
	describe(`blobs: ${name}`, () => {
		let subject: BlobsUnderTest;
		let files = 0;
		const projectId = mintProjectId();
		const content = Uint8Array.from({ length: 100 }, (_, i) => i * 3);
		const hash = hashOf(content);

		beforeEach(async () => {
			subject = await create();
		});
		afterEach(() => subject.dispose());

		const place = (bytes: Uint8Array) => {
			const file = join(subject.beside, `arriving-${files++}`);
			writeFileSync(file, bytes);
			return file;
		};
		const store = async (bytes: Uint8Array, { at = NOW, of = projectId } = {}) => {
			const stored = hashOf(bytes);
			expect(await subject.blobs.take(of, stored, place(bytes), at)).toEqual({ ok: true });
			return stored;
		};

		it('[K5] gives back exactly what was stored, over a restart', async () => {
			await store(content);
			expect(await read(subject.blobs, projectId, hash)).toEqual({ bytes: 100, content });
			expect(await read(await subject.reopen(), projectId, hash)).toEqual({ bytes: 100, content });
		});

		it('[K5] an asset of no bytes is an asset', async () => {
			const nothing = new Uint8Array();
			await store(nothing);
			expect(await read(subject.blobs, projectId, hashOf(nothing))).toEqual({ bytes: 0, content: nothing });
		});

		it('[K5] storing the same twice, even at once, is fine', async () => {
			await Promise.all([store(content), store(content)]);
			await store(content);
			expect(await read(subject.blobs, projectId, hash)).toEqual({ bytes: 100, content });
			expect(await gather(subject.blobs.list(projectId))).toHaveLength(1);
			expect(await subject.blobs.usage(projectId)).toBe(100);
		});

		it('[K6] bytes that are not what their name says are refused and leave nothing', async () => {
			const file = place(content.map((byte) => byte ^ 1));
			expect(await subject.blobs.take(projectId, hash, file, NOW)).toEqual({ ok: false, error: 'mismatch' });
			expect(await subject.blobs.get(projectId, hash)).toBeNull();
			expect(await gather(subject.blobs.list(projectId))).toEqual([]);
			expect(existsSync(file)).toBe(false);
		});

		it('[K6] what is taken over is not left beside the store as well', async () => {
			const file = place(content);
			await subject.blobs.take(projectId, hash, file, NOW);
			expect(existsSync(file)).toBe(false);
		});

		it('[K6] a wrong upload does not harm the right one stored before', async () => {
			await store(content);
			await subject.blobs.take(projectId, hash, place(new Uint8Array([1])), NOW);
			expect(await read(subject.blobs, projectId, hash)).toEqual({ bytes: 100, content });
		});

		it('[K7] another project neither has the asset nor learns of it', async () => {
			const other = mintProjectId();
			await store(content);
			expect(await subject.blobs.get(other, hash)).toBeNull();
			expect(await subject.blobs.missing(other, [hash], NOW)).toEqual([hash]);
			expect(await subject.blobs.usage(other)).toBe(0);
			expect(await gather(subject.blobs.list(other))).toEqual([]);
			expect(await subject.blobs.removeUnrenewed(other, hash, NOW + DAY_MS)).toBe(false);
			expect(await subject.blobs.get(projectId, hash)).not.toBeNull();
		});

		it('[K7] names what is missing, in the order asked', async () => {
			const absent = [hashOf(new Uint8Array([1])), hashOf(new Uint8Array([2]))] as const;
			await store(content);
			const asked = [absent[1], hash, absent[0]];
			expect(await subject.blobs.missing(projectId, asked, NOW)).toEqual([absent[1], absent[0]]);
		});

		it('[K8] gives any part of an asset', async () => {
			await store(content);
			const blob = await subject.blobs.get(projectId, hash);
			for (const [start, end] of [
				[0, 0],
				[10, 19],
				[99, 99],
				[0, 99],
			] as const) {
				const part = new Uint8Array(await buffer(blob!.open({ start, end })));
				expect(part).toEqual(content.slice(start, end + 1));
			}
		});

		it('[K9] lists what each project has, with its size and time', async () => {
			const other = mintProjectId();
			const second = await store(new Uint8Array([1, 2]), { at: NOW + DAY_MS });
			await store(content);
			await store(content, { of: other });
			const blobs = await subject.reopen();
			const listed = await gather(blobs.list(projectId));
			expect(listed.sort((a, b) => a.bytes - b.bytes)).toEqual([
				{ hash: second, bytes: 2, renewedAt: NOW + DAY_MS },
				{ hash, bytes: 100, renewedAt: NOW },
			]);
			expect((await gather(blobs.projects())).sort()).toEqual([projectId, other].sort());
			expect(await blobs.usage(projectId)).toBe(102);
		});

		it('[K9] counts the bytes of a project as they come and go, as after a restart', async () => {
			expect(await subject.blobs.usage(projectId)).toBe(0);
			await store(content);
			const second = await store(new Uint8Array([1, 2]));
			expect(await subject.blobs.usage(projectId)).toBe(102);
			await subject.blobs.removeUnrenewed(projectId, second, NOW + 1);
			expect(await subject.blobs.usage(projectId)).toBe(100);
			expect(await (await subject.reopen()).usage(projectId)).toBe(100);
		});

		it('[K10] removes for good what nobody renewed, and nothing else', async () => {
			await store(content);
			expect(await subject.blobs.removeUnrenewed(projectId, hash, NOW)).toBe(false);
			expect(await subject.blobs.removeUnrenewed(projectId, hash, NOW + 1)).toBe(true);
			expect(await subject.blobs.get(projectId, hash)).toBeNull();
			expect(await subject.blobs.removeUnrenewed(projectId, hash, NOW + 1)).toBe(false);
			await store(content);
			expect(await read(subject.blobs, projectId, hash)).toEqual({ bytes: 100, content });
		});

		it('[K10] what is stored or asked for again is renewed', async () => {
			const later = NOW + 2 * RENEW_AFTER_MS;
			const asked = await store(new Uint8Array([1]));
			const stored = await store(content);
			await subject.blobs.missing(projectId, [asked], later);
			await store(content, { at: later });
			for (const each of [asked, stored]) {
				expect(await subject.blobs.removeUnrenewed(projectId, each, later)).toBe(false);
				expect(await subject.blobs.get(projectId, each)).not.toBeNull();
			}
		});

		it('[K10] whoever asks while it is removed is told the truth', async () => {
			const later = NOW + 2 * RENEW_AFTER_MS;
			await store(content);
			const [removed, missing] = await Promise.all([
				subject.blobs.removeUnrenewed(projectId, hash, later),
				subject.blobs.missing(projectId, [hash], later),
			]);
			expect(missing).toEqual(removed ? [hash] : []);
			expect(await subject.blobs.missing(projectId, [hash], later)).toEqual(missing);
		});
	});
}
