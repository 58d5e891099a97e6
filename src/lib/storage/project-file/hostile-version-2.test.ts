import { unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import {
	expectRefused,
	expectSameOrRefused,
	findAll,
	json,
	makeProject,
	stateWith,
	type Bytes,
} from '../../../../tests/helpers/project-file-rig.ts';
import { structBomb } from '../../../../tests/helpers/struct-bomb.ts';
import {
	readWhole,
	writeWhole,
	type WholeProjectFile,
} from '../../../../tests/helpers/whole-project-file.ts';
import { hashAsset } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { openByteSource, type ByteSource } from './byte-source.ts';
import { openProjectFile } from './read-project-file.ts';
import { endRecords } from './zip-records.ts';
import { FULL_32 } from './zip-layout.ts';

/** A scene's file with two versions of one state, its places in 64 bits. */
async function setup(full = 100) {
	const plain = await makeProject();
	const [index, scene] = plain.documents;
	const state = stateWith('before');
	const hash = await hashAsset(state);
	const version = {
		...{ documentId: scene!.id, kind: 'scene' as const, author: { id: 'a', name: 'Ada' }, schema: 2 },
		...{ createdAt: 1, label: null, reason: 'timed' as const, hash: hash as string, assets: [] },
	};
	const file: WholeProjectFile = {
		...plain,
		documents: [{ ...index!, id: plain.projectId as never }, scene!],
		more: {
			scope: 'scene',
			main: scene!.id,
			history: { versions: [version, { ...version, createdAt: 2 }], states: new Map([[hash, state]]) },
		},
	};
	const bytes = new Uint8Array(await unwrap(await writeWhole(file, { full })).arrayBuffer());
	return { file, bytes, hash };
}

type Manifest = {
	main: string;
	version: number;
	history: { versions: { state: string; reason: string }[]; states: { path: string; bytes: number }[] };
};

function withManifest(bytes: Bytes, change: (manifest: Manifest) => void): Uint8Array {
	const files = unzipSync(bytes);
	const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json'])) as Manifest;
	change(manifest);
	return zipSync({ ...files, 'manifest.json': json(manifest) });
}

/** Counts what is read through it, and the most that was read at once. */
function counted(bytes: Bytes): ByteSource & { total: number; most: number } {
	const source = openByteSource(bytes);
	const counting = {
		...source,
		total: 0,
		most: 0,
		read: (start: number, end: number) => {
			counting.total += end - start;
			counting.most = Math.max(counting.most, end - start);
			return source.read(start, end);
		},
	};
	return counting;
}

describe('a file of version 2', () => {
	test('[F9] [F11] brings back what went in, in 32 bits and in 64', async () => {
		for (const full of [FULL_32, 100]) {
			const { file, bytes } = await setup(full);
			expect(unwrap(await readWhole(bytes))).toEqual(file);
		}
	});

	test('[F2] [F3] with one byte flipped anywhere is refused, or reads as it was', async () => {
		const { file, bytes } = await setup();
		for (let at = 0; at < bytes.length; at++) {
			const flipped = bytes.slice();
			flipped[at]! ^= 1 << (at % 8);
			await expectSameOrRefused(flipped, file);
		}
	});

	test('[F3] cut off at any point is refused', async () => {
		const { bytes } = await setup();
		for (let end = 0; end < bytes.length; end++)
			expect(await readWhole(bytes.slice(0, end))).toMatchObject({ ok: false });
	});

	test('[F9] a scene that is not in it, [F11] a state that is missing or leads elsewhere, is refused', async () => {
		const { bytes } = await setup();
		const refuse = (change: (manifest: Manifest) => void, reason: string) =>
			expectRefused(withManifest(bytes, change), reason);
		await refuse((manifest) => (manifest.main = 'x'.repeat(22)), 'damaged');
		await refuse((manifest) => (manifest.history.versions[0]!.state = '0'.repeat(64)), 'damaged');
		await refuse((manifest) => (manifest.history.states[0]!.path = '../evil'), 'unsafe');
		await refuse((manifest) => (manifest.history.states[0]!.bytes = 1), 'damaged');
		await refuse((manifest) => (manifest.version = 1), 'unsafe');
	});

	test('[F11] a reason from a later day is no reason to lose the version', async () => {
		const { bytes } = await setup();
		const later = withManifest(bytes, (manifest) => (manifest.history.versions[0]!.reason = 'dreamt'));
		const read = unwrap(await readWhole(later as Bytes));
		expect(read.more?.history?.versions[0]?.reason).toBe('timed');
	});

	test('[F7] a state that spells a billion parts in a few bytes is refused', async () => {
		const { file } = await setup();
		const bomb = structBomb();
		const hash = await hashAsset(bomb);
		const [version] = file.more!.history!.versions;
		const history = { versions: [{ ...version!, hash }], states: new Map([[hash, bomb]]) };
		const blob = unwrap(await writeWhole({ ...file, more: { ...file.more!, history } }));
		await expectRefused(new Uint8Array(await blob.arrayBuffer()), 'too-large');
	});
});

describe('a zip that lies in 64 bits', () => {
	const lies: [string, (view: DataView, wide: number) => void][] = [
		['a directory elsewhere', (view, wide) => view.setBigUint64(wide + 48, 5n, true)],
		['a directory beyond every number', (view, wide) => view.setBigUint64(wide + 48, 2n ** 63n, true)],
		['another number of entries', (view, wide) => view.setBigUint64(wide + 32, 3n, true)],
		['a record of another size', (view, wide) => view.setBigUint64(wide + 4, 400n, true)],
		['a locator that leads elsewhere', (view, wide) => view.setBigUint64(wide + 64, 0n, true)],
		['two disks', (view, wide) => view.setUint32(wide + 72, 2, true)],
	];
	test.each(lies)('[F3] about %s is refused', async (_, lie) => {
		const { bytes } = await setup();
		const changed = bytes.slice();
		lie(new DataView(changed.buffer), bytes.length - 22 - 20 - 56);
		await expectRefused(changed, 'damaged');
	});

	test('[F3] about the place of an entry is refused', async () => {
		const { bytes } = await setup();
		const changed = bytes.slice();
		const fields = findAll(changed, [1, 0, 8, 0]);
		expect(fields.length).toBeGreaterThan(2);
		new DataView(changed.buffer).setBigUint64(fields.at(-1)! + 4, 2n ** 40n, true);
		await expectRefused(changed, 'damaged');
	});

	test('[F13] 100,000 entries, or four billion, cost the last few bytes', async () => {
		const { bytes } = await setup();
		for (const count of [100_000, 4_000_000_000]) {
			const claims = endRecords(count, 0, bytes.length, 0);
			const source = counted(new Uint8Array([...bytes, ...claims]));
			expect(await openProjectFile(source)).toMatchObject({ ok: false, error: { reason: 'too-large' } });
			expect(source.total).toBeLessThan(200);
		}
	});
});

describe('what is read', () => {
	test('[F13] opening reads the directory and the manifest, and no asset', async () => {
		const { file } = await setup();
		const bytes = crypto.getRandomValues(new Uint8Array(60_000));
		const large = new Uint8Array(6_000_000).map((_, at) => bytes[at % 60_000]! ^ (at >> 16));
		const assets = [{ hash: await hashAsset(large), bytes: large }];
		const blob = unwrap(await writeWhole({ ...file, assets }));
		const source = counted(new Uint8Array(await blob.arrayBuffer()));
		const opened = unwrap(await openProjectFile(source));
		const asset = unwrap(await opened.openAsset(opened.manifest.assets[0]!));
		expect(asset.size).toBe(large.length);
		expect(source.total).toBeLessThan(20_000);
	});

	test('[F13] a packed asset is unpacked in pieces, and stopped at what it claims', async () => {
		const { file } = await setup();
		const noise = crypto.getRandomValues(new Uint8Array(30_000));
		const large = new Uint8Array(3_000_000).map((_, at) => noise[at % 30_000]!);
		const hash = await hashAsset(large);
		const blob = unwrap(await writeWhole({ ...file, assets: [{ hash, bytes: large }] }));
		const packed = zipSync(unzipSync(new Uint8Array(await blob.arrayBuffer())), { level: 9 });
		const source = counted(packed);
		const opened = unwrap(await openProjectFile(source));
		const asset = unwrap(await opened.openAsset(opened.manifest.assets[0]!));
		expect(await hashAsset(new Uint8Array(await asset.arrayBuffer()))).toBe(hash);
		expect(source.most).toBeLessThanOrEqual(256 * 1024);
	});

	test('[F4] a manifest nested without end, or of another kind, is refused', async () => {
		const { bytes } = await setup();
		const files = unzipSync(bytes);
		const deep = new TextEncoder().encode(`${'['.repeat(2_000_000)}${']'.repeat(2_000_000)}`);
		await expectRefused(zipSync({ ...files, 'manifest.json': deep }, { level: 0 }), 'not-a-project');
		const unclosed = new TextEncoder().encode('['.repeat(2_000_000));
		await expectRefused(zipSync({ ...files, 'manifest.json': unclosed }, { level: 0 }), 'damaged');
		const huge = new Uint8Array(17 * 1024 * 1024).fill(32);
		await expectRefused(zipSync({ ...files, 'manifest.json': huge }, { level: 0 }), 'too-large');
	});
});
