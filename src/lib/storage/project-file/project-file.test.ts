import fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { hashAsset, mintDocumentId, mintProjectId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { LiveDocument } from '../../doc/live-document.ts';
import { PROJECT_FILE_LIMITS, type ProjectFile } from './project-file.ts';
import { readProjectFile } from './read-project-file.ts';
import { writeProjectFile } from './write-project-file.ts';

type Bytes = Uint8Array<ArrayBuffer>;

describe('a project file', () => {
	test('[F1] brings back what went in, from a blob and from bytes', async () => {
		const { project, bytes } = await setup();
		expect(unwrap(await readProjectFile(bytes))).toEqual(project);
		expect(unwrap(await readProjectFile(new Blob([bytes])))).toEqual(project);
	});

	test('[F1] a project without documents, assets and thumbnail is a project', async () => {
		const { project } = await setup();
		const bare = { ...project, documents: [], assets: [], thumbnail: null };
		expect(unwrap(await readProjectFile(await write(bare)))).toEqual(bare);
	});

	test('[F2] is a zip that any zip tool opens', async () => {
		const { project, bytes } = await setup();
		const files = unzipSync(bytes);
		expect(Object.keys(files)).toEqual([
			'manifest.json',
			...project.documents.map(({ id }) => `documents/${id}.yjs2`),
			...project.assets.map(({ hash }) => `assets/${hash}`),
			'thumbnail',
		]);
		expect(files[`documents/${project.documents[0]!.id}.yjs2`]).toEqual(project.documents[0]!.state);
		expect(JSON.parse(new TextDecoder().decode(files['manifest.json']))).toMatchObject({
			format: 'rastudios.project',
			version: 1,
			title: project.title,
		});
	});

	test('[F2] packed again by another zip tool, it still opens', async () => {
		const { project, bytes } = await setup();
		const again = zipSync({ ...unzipSync(bytes), 'documents/': new Uint8Array() }, { level: 9 });
		expect(unwrap(await readProjectFile(again as Bytes))).toEqual(project);
	});

	test('[F2] equal projects are equal bytes, assets lie in it as they are', async () => {
		const { project, bytes } = await setup();
		expect(await write(project)).toEqual(bytes);
		const asset = project.assets[0]!.bytes;
		const at = findBytes(bytes, asset);
		expect(at).toBeGreaterThan(0);
	});

	test('[F2] a document that packs too well is stored as it is', async () => {
		const { project } = await setup();
		const document = new LiveDocument(mintDocumentId(), 'page');
		document.ydoc.getText('text').insert(0, 'a'.repeat(3_000_000));
		const state = document.encodeState();
		const monotone = {
			...project,
			documents: [{ id: document.id, kind: 'page' as const, title: 'a', state }],
		};
		expect(unwrap(await readProjectFile(await write(monotone)))).toEqual(monotone);
	});

	test('[F8] what no reader would open again is not written', async () => {
		const { project } = await setup();
		const [document] = project.documents;
		const documents = Array.from({ length: PROJECT_FILE_LIMITS.entries }, () => document!);
		expect(await writeProjectFile({ ...project, documents })).toMatchObject({
			ok: false,
			error: { reason: 'too-large' },
		});
	});
});

describe('a damaged file', () => {
	test('[F3] with one byte flipped anywhere is refused, or reads as it was', async () => {
		const { project, bytes } = await setup();
		for (let at = 0; at < bytes.length; at++) {
			const flipped = bytes.slice();
			flipped[at]! ^= 1 << (at % 8);
			await expectSameOrRefused(flipped, project);
		}
	});

	test('[F3] with any bytes changed is refused, or reads as it was', async () => {
		const { project, bytes } = await setup();
		const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
		await fc.assert(
			fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
				const changed = bytes.slice();
				for (const [at, value] of changes) changed[at] = value;
				await expectSameOrRefused(changed, project);
			}),
			{ numRuns: 300 },
		);
	});

	test('[F3] cut off at any point is refused', async () => {
		const { bytes } = await setup();
		for (let end = 0; end < bytes.length; end++) {
			const read = await readProjectFile(bytes.slice(0, end));
			expect(read).toMatchObject({ ok: false });
		}
	});

	test('[F3] with bytes added before or behind it is refused', async () => {
		const { bytes } = await setup();
		await expectRefused(new Uint8Array([...bytes, 0]), 'damaged');
		await expectRefused(new Uint8Array([0, ...bytes]), 'damaged');
	});

	test.each([
		['0 bytes', new Uint8Array()],
		['a short text', new TextEncoder().encode('hello')],
		['a long text', new TextEncoder().encode('hello '.repeat(100))],
		['a zip of something else', zipSync({ 'readme.txt': new Uint8Array(3) })],
		[
			'a zip whose manifest is another format',
			zipSync({ 'manifest.json': json({ format: 'other', version: 1 }) }),
		],
	])('[F4] %s is not a project', async (_, bytes) => {
		await expectRefused(bytes, 'not-a-project');
	});

	test('[F3] an asset or document listed but missing is named', async () => {
		const { project, bytes } = await setup();
		for (const path of [`assets/${project.assets[0]!.hash}`, `documents/${project.documents[0]!.id}.yjs2`]) {
			const files = unzipSync(bytes);
			delete files[path];
			const problem = await expectRefused(zipSync(files), 'damaged');
			expect(problem.message).toContain(path);
		}
	});

	test('[F3] content exchanged for other content is refused', async () => {
		const { project, bytes } = await setup();
		const [one, two] = project.documents.map(({ id }) => `documents/${id}.yjs2`);
		const files = unzipSync(bytes);
		files[one!] = files[two!]!;
		await expectRefused(zipSync(files), 'damaged');
	});

	test('[F3] a document that Yjs cannot read, or that waits for another part, is refused', async () => {
		const { project } = await setup();
		const [document] = project.documents;
		const parts: Uint8Array[] = [];
		const live = new LiveDocument(mintDocumentId(), 'scene');
		live.onUpdateV2(({ bytes }) => parts.push(bytes));
		live.ydoc.getText('text').insert(0, 'a');
		live.ydoc.getText('text').insert(1, 'b');
		for (const state of [new Uint8Array([1, 2, 3]), new Uint8Array(), parts[1]!]) {
			const file = await write({ ...project, documents: [{ ...document!, state }] });
			const problem = await expectRefused(file, 'damaged');
			expect(problem.message).toContain(document!.id);
		}
	});

	test('[F5] from a newer version says so, whatever else is in it', async () => {
		await expectRefused(
			zipSync({ 'manifest.json': json({ format: 'rastudios.project', version: 2, anything: [] }) }),
			'newer',
		);
	});

	test('[F4] a manifest with a wrong field is named by its path', async () => {
		const { bytes } = await setup();
		const problem = await expectRefused(
			withManifest(bytes, (manifest) => (manifest.documents[0]!.kind = 'spaceship')),
			'damaged',
		);
		expect(problem.message).toContain('documents.0.kind');
	});
});

describe('a hostile file', () => {
	test.each(['../evil', '/etc/passwd', 'documents/../../evil', 'C:\\evil', 'a\\b', 'assets//x', 'ﬁle', ' '])(
		'[F6] the name %j is refused',
		async (name) => {
			const { bytes } = await setup();
			await expectRefused(zipSync({ ...unzipSync(bytes), [name]: new Uint8Array(1) }), 'unsafe');
		},
	);

	test('[F6] a manifest that leads elsewhere is refused', async () => {
		const { bytes } = await setup();
		await expectRefused(
			withManifest(bytes, (manifest) => (manifest.assets[0]!.path = '../evil')),
			'unsafe',
		);
	});

	test('[F6] what the manifest does not list is refused', async () => {
		const { bytes } = await setup();
		await expectRefused(zipSync({ ...unzipSync(bytes), 'extra.txt': new Uint8Array(1) }), 'unsafe');
	});

	test('[F6] one name twice, in the zip or in the manifest, is refused', async () => {
		const { bytes, project } = await setup();
		const path = `documents/${project.documents[0]!.id}.yjs2`;
		const other = `documents/${'x'.repeat(22)}.yjs2`;
		const twice = zipSync({ ...unzipSync(bytes), [other]: new Uint8Array(1) });
		await expectRefused(replaceText(twice, other, path), 'unsafe');
		await expectRefused(
			withManifest(bytes, (manifest) => manifest.assets.push(manifest.assets[0]!)),
			'unsafe',
		);
	});

	test('[F6] parts that overlap are refused', async () => {
		const { bytes } = await setup();
		const overlapping = bytes.slice();
		const headers = findAll(overlapping, [0x50, 0x4b, 1, 2]);
		// The second entry claims the place of the first.
		overlapping.copyWithin(headers[1]! + 42, headers[0]! + 42, headers[0]! + 46);
		await expectRefused(overlapping, 'unsafe');
	});

	test('[F7] a bomb is refused before it is unpacked', async () => {
		const { bytes, project } = await setup();
		const path = `assets/${project.assets[0]!.hash}`;
		const bomb = zipSync({ ...unzipSync(bytes), [path]: new Uint8Array(50_000_000) });
		await expectRefused(bomb, 'too-large');
	});

	test('[F7] a bomb that lies about its size is stopped at the size it claims', async () => {
		const { bytes, project } = await setup();
		const path = `assets/${project.assets[0]!.hash}`;
		const claimed = project.assets[0]!.bytes.length;
		const bomb = zipSync({ ...unzipSync(bytes), [path]: new Uint8Array(5_000_000) });
		const view = new DataView(bomb.buffer);
		const [central] = findAll(bomb, [0x50, 0x4b, 1, 2]).filter(
			(at) => textAt(bomb, at + 46, path.length) === path,
		);
		const [local] = findAll(bomb, [0x50, 0x4b, 3, 4]).filter(
			(at) => textAt(bomb, at + 30, path.length) === path,
		);
		view.setUint32(central! + 24, claimed, true);
		view.setUint32(local! + 22, claimed, true);
		const problem = await expectRefused(bomb, 'damaged');
		expect(problem.message).toContain('more than it says');
	});

	test('[F7] 10,000 entries are refused', async () => {
		const files = Object.fromEntries(
			Array.from({ length: 10_000 }, (_, index) => [`f${index}`, new Uint8Array()]),
		);
		await expectRefused(zipSync(files, { level: 0 }), 'too-large');
	});

	test('[F7] a document that spells a billion parts in a few bytes is refused', async () => {
		const { project } = await setup();
		const [document] = project.documents;
		const file = await write({ ...project, documents: [{ ...document!, state: structBomb() }] });
		await expectRefused(file, 'too-large');
	});

	test('[F7] a document of an honest size passes the count', async () => {
		const { project } = await setup();
		const live = new LiveDocument(mintDocumentId(), 'scene');
		const map = live.ydoc.getMap('entities');
		live.ydoc.transact(() => {
			for (let index = 0; index < 20_000; index++) map.set(`entity-${index}`, [index, 0, 0]);
		});
		const large = { ...project, documents: [{ ...project.documents[0]!, state: live.encodeState() }] };
		expect(unwrap(await readProjectFile(await write(large)))).toEqual(large);
	});

	test('[F6] an encrypted entry is refused', async () => {
		const { bytes } = await setup();
		const encrypted = bytes.slice();
		for (const at of findAll(bytes, [0x50, 0x4b, 1, 2])) encrypted[at + 8]! |= 1;
		await expectRefused(encrypted, 'unsafe');
	});
});

async function setup() {
	const project = await makeProject();
	return { project, bytes: await write(project) };
}

async function makeProject(): Promise<ProjectFile> {
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

const write = async (project: ProjectFile): Promise<Bytes> =>
	new Uint8Array(await unwrap(await writeProjectFile(project)).arrayBuffer());

function stateWith(text: string): Bytes {
	const document = new LiveDocument(mintDocumentId(), 'scene');
	document.ydoc.getText('text').insert(0, text);
	return document.encodeState().slice();
}

async function expectRefused(bytes: Uint8Array, reason: string) {
	const read = await readProjectFile(bytes as Bytes);
	expect(read).toMatchObject({ ok: false, error: { reason } });
	if (read.ok) throw new Error('unreachable');
	return read.error;
}

async function expectSameOrRefused(bytes: Bytes, project: ProjectFile): Promise<void> {
	const read = await readProjectFile(bytes);
	if (read.ok) expect(read.value).toEqual(project);
	else expect(read.error.message).toMatch(/\.$/);
}

function json(value: unknown): Uint8Array {
	return new TextEncoder().encode(JSON.stringify(value));
}

type LooseManifest = { documents: { kind: string }[]; assets: { path: string }[] };

function withManifest(bytes: Bytes, change: (manifest: LooseManifest) => unknown): Uint8Array {
	const files = unzipSync(bytes);
	const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json'])) as LooseManifest;
	change(manifest);
	return zipSync({ ...files, 'manifest.json': json(manifest) });
}

function findAll(bytes: Uint8Array, signature: readonly number[]): number[] {
	const found: number[] = [];
	for (let at = 0; at + signature.length <= bytes.length; at++) {
		if (signature.every((byte, index) => bytes[at + index] === byte)) found.push(at);
	}
	return found;
}

const findBytes = (bytes: Uint8Array, part: Uint8Array): number => findAll(bytes, [...part])[0] ?? -1;

const textAt = (bytes: Uint8Array, at: number, length: number): string =>
	new TextDecoder().decode(bytes.subarray(at, at + length));

function replaceText(bytes: Uint8Array, from: string, to: string): Uint8Array {
	const replaced = bytes.slice();
	const encoder = new TextEncoder();
	for (const at of findAll(bytes, [...encoder.encode(from)])) replaced.set(encoder.encode(to), at);
	return replaced;
}

/** One client with a billion collected structs of length 1, as run-length columns of a few bytes. */
function structBomb(): Bytes {
	const billion = [0x80, 0x94, 0xeb, 0xdc, 0x03]; // varuint 1,000,000,000
	const column = (...bytes: number[]) => [bytes.length, ...bytes];
	return new Uint8Array([
		0,
		...column(),
		...column(0x05), // the client, once: 5
		...column(),
		...column(),
		...column(0x00), // info: GC, for ever
		...column(0x00), // no strings
		...column(),
		...column(),
		...column(0x41, ...billion), // length −1: the number 1, a billion times and two
		1, // one client
		...billion, // with so many structs
		0, // from clock 0
		0, // no deletions
	]);
}
