import fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import {
	createProjectFileRig as setup,
	write,
	expectRefused,
	expectSameOrRefused,
	json,
	withManifest,
	findBytes,
	type Bytes,
} from '../../../../tests/helpers/project-file-rig.ts';
import { readWhole, writeWhole } from '../../../../tests/helpers/whole-project-file.ts';
import { mintDocumentId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { LiveDocument, type DocumentKind } from '../../doc/live-document.ts';
import { PROJECT_FILE_LIMITS } from './project-file.ts';

describe('a project file', () => {
	test('[F1] brings back what went in, from a blob and from bytes', async () => {
		const { project, bytes } = await setup();
		expect(unwrap(await readWhole(bytes))).toEqual(project);
		expect(unwrap(await readWhole(new Blob([bytes])))).toEqual(project);
	});

	test('[F1] a project without documents, assets and thumbnail is a project', async () => {
		const { project } = await setup();
		const bare = { ...project, documents: [], assets: [], thumbnail: null };
		expect(unwrap(await readWhole(await write(bare)))).toEqual(bare);
	});

	test('[F1] a document of a kind nobody here knows comes back as it was', async () => {
		const { project } = await setup();
		const document = new LiveDocument(mintDocumentId(), 'page');
		document.ydoc.getText('notes').insert(0, 'la la');
		const song = {
			id: document.id,
			kind: 'song' as DocumentKind,
			title: 'Song',
			state: document.encodeState(),
		};
		const later = { ...project, documents: [...project.documents, song] };
		expect(unwrap(await readWhole(await write(later)))).toEqual(later);
	});

	test('[F2] is a zip that any zip tool opens', async () => {
		const { project, bytes } = await setup();
		const files = unzipSync(bytes);
		expect(Object.keys(files)).toEqual([
			...project.documents.map(({ id }) => `documents/${id}.yjs2`),
			...project.assets.map(({ hash }) => `assets/${hash}`),
			'thumbnail',
			'manifest.json',
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
		expect(unwrap(await readWhole(again))).toEqual(project);
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
		expect(unwrap(await readWhole(await write(monotone)))).toEqual(monotone);
	});

	test('[F8] a title or time that somebody forged does not keep the file from opening', async () => {
		const { project } = await setup();
		const forged = { ...project, title: 'x'.repeat(5_000), createdAt: Number.NaN };
		const read = unwrap(await readWhole(await write(forged)));
		expect(read).toEqual({ ...project, title: 'x'.repeat(1_000), createdAt: 0 });
	});

	test('[F8] what no reader would open again is not written', async () => {
		const { project } = await setup();
		const [document] = project.documents;
		const documents = Array.from({ length: PROJECT_FILE_LIMITS.entries }, () => document!);
		expect(await writeWhole({ ...project, documents })).toMatchObject({
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
			const read = await readWhole(bytes.slice(0, end));
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

	test('[F3] a document that Yjs cannot read is refused', async () => {
		const { project } = await setup();
		const [document] = project.documents;
		for (const state of [new Uint8Array([1, 2, 3]), new Uint8Array()]) {
			const file = await write({ ...project, documents: [{ ...document!, state }] });
			const problem = await expectRefused(file, 'damaged');
			expect(problem.message).toContain(document!.id);
		}
	});

	test('[F3] a document that lost a part on its device still takes the rest along', async () => {
		const { project } = await setup();
		const parts: Bytes[] = [];
		const live = new LiveDocument(mintDocumentId(), 'scene');
		live.onUpdateV2(({ bytes }) => parts.push(bytes.slice()));
		live.ydoc.getText('text').insert(0, 'a');
		live.ydoc.getText('text').insert(1, 'b');
		const waiting = { ...project, documents: [{ ...project.documents[0]!, state: parts[1]! }] };
		expect(unwrap(await readWhole(await write(waiting)))).toEqual(waiting);
	});

	test('[F5] from a newer version says so, whatever else is in it', async () => {
		await expectRefused(
			zipSync({ 'manifest.json': json({ format: 'rastudios.project', version: 3, anything: [] }) }),
			'newer',
		);
	});

	test('[F4] a manifest with a wrong field is named by its path', async () => {
		const { bytes } = await setup();
		const problem = await expectRefused(
			withManifest(bytes, (manifest) => (manifest.documents[0]!.kind = 'Space ship')),
			'damaged',
		);
		expect(problem.message).toContain('documents.0.kind');
	});
});
