import { unzipSync, zipSync } from 'fflate';
import { expect } from 'vitest';
import { hashAsset, mintDocumentId, mintProjectId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { readWhole, writeWhole, type WholeProjectFile } from './whole-project-file.ts';

export type Bytes = Uint8Array<ArrayBuffer>;

export async function createProjectFileRig() {
	const project = await makeProject();
	return { project, bytes: await write(project) };
}

export async function makeProject(): Promise<WholeProjectFile> {
	const asset = new Uint8Array(300).map((_, index) => (index * 37) ^ (index >> 3));
	return {
		projectId: mintProjectId(),
		title: 'Café « Ü » 🏰',
		createdAt: 1_700_000_000_000,
		exportedAt: 1_800_000_000_000,
		documents: [
			{ id: mintDocumentId(), kind: 'project', title: '', state: stateWith('index') },
			{ id: mintDocumentId(), kind: 'scene', title: 'Courtyard', state: stateWith('scene '.repeat(30)) },
		],
		assets: [{ hash: await hashAsset(asset), bytes: asset }],
		thumbnail: new Uint8Array([82, 73, 70, 70, 1, 2, 3, 4]),
	};
}

export const write = async (project: WholeProjectFile): Promise<Bytes> =>
	new Uint8Array(await unwrap(await writeWhole(project)).arrayBuffer());

export function stateWith(text: string): Bytes {
	const document = new LiveDocument(mintDocumentId(), 'scene');
	document.ydoc.getText('text').insert(0, text);
	return document.encodeState().slice();
}

export async function expectRefused(bytes: Uint8Array, reason: string) {
	const read = await readWhole(bytes as Bytes);
	expect(read).toMatchObject({ ok: false, error: { reason } });
	if (read.ok) throw new Error('unreachable');
	return read.error;
}

export async function expectSameOrRefused(bytes: Bytes, project: WholeProjectFile): Promise<void> {
	const read = await readWhole(bytes);
	if (read.ok) expect(read.value).toEqual(project);
	else expect(read.error.message).toMatch(/\.$/);
}

export function json(value: unknown): Uint8Array {
	return new TextEncoder().encode(JSON.stringify(value));
}

export type LooseManifest = { documents: { kind: string }[]; assets: { path: string }[] };

export function withManifest(bytes: Bytes, change: (manifest: LooseManifest) => unknown): Uint8Array {
	const files = unzipSync(bytes);
	const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json'])) as LooseManifest;
	change(manifest);
	return zipSync({ ...files, 'manifest.json': json(manifest) });
}

export function findAll(bytes: Uint8Array, signature: readonly number[]): number[] {
	const found: number[] = [];
	for (let at = 0; at + signature.length <= bytes.length; at++) {
		if (signature.every((byte, index) => bytes[at + index] === byte)) found.push(at);
	}
	return found;
}

export const findBytes = (bytes: Uint8Array, part: Uint8Array): number => findAll(bytes, [...part])[0] ?? -1;

export const textAt = (bytes: Uint8Array, at: number, length: number): string =>
	new TextDecoder().decode(bytes.subarray(at, at + length));

export function replaceText(bytes: Uint8Array, from: string, to: string): Uint8Array {
	const replaced = bytes.slice();
	const encoder = new TextEncoder();
	for (const at of findAll(bytes, [...encoder.encode(from)])) replaced.set(encoder.encode(to), at);
	return replaced;
}
