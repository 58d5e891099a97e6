import { unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import {
	createProjectFileRig as setup,
	write,
	expectRefused,
	withManifest,
	findAll,
	textAt,
	replaceText,
} from '../../../../tests/helpers/project-file-rig.ts';
import { readWhole } from '../../../../tests/helpers/whole-project-file.ts';
import { structBomb } from '../../../../tests/helpers/struct-bomb.ts';
import { mintDocumentId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { LiveDocument } from '../../doc/live-document.ts';

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

	test('[F7] 100,000 entries are refused', async () => {
		const files = Object.fromEntries(
			Array.from({ length: 100_000 }, (_, index) => [`f${index}`, new Uint8Array()]),
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
		expect(unwrap(await readWhole(await write(large)))).toEqual(large);
	});

	test('[F6] an encrypted entry is refused', async () => {
		const { bytes } = await setup();
		const encrypted = bytes.slice();
		for (const at of findAll(bytes, [0x50, 0x4b, 1, 2])) encrypted[at + 8]! |= 1;
		await expectRefused(encrypted, 'unsafe');
	});
});
