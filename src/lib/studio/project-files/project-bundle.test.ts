import { describe, expect, it } from 'vitest';
import { zipSync } from 'fflate';
import { MemoryFile, MemoryFolder } from '../../../../tests/helpers/memory-folder.ts';
import { createTransferRig } from '../../../../tests/helpers/transfer-rig.ts';
import { unwrap } from '../../base/result.ts';
import type { AllProgress } from './project-bundle.ts';

async function setup() {
	const rig = await createTransferRig();
	for (const title of ['Tavern', 'Castle', 'Tavern']) await rig.make(title);
	const fresh = await createTransferRig();
	return { ...rig, fresh };
}

const namesOf = (report: { outcomes: readonly { fileName: string }[] }) =>
	report.outcomes.map(({ fileName }) => fileName).sort();

describe('all projects', () => {
	it('[F14] go into one zip and come back from it', async () => {
		const { files, fresh } = await setup();
		const report = unwrap(await files.exportAll({ kind: 'download' }));
		expect(namesOf(report)).toEqual(['Castle.rastudio', 'Tavern (2).rastudio', 'Tavern.rastudio']);
		const back = await fresh.files.importAll([new File([report.blob!], 'all.zip')]);
		expect(back.outcomes.map(({ result }) => result.ok)).toEqual([true, true, true]);
		expect(await fresh.titles()).toEqual(['Castle', 'Tavern', 'Tavern']);
	});

	it('[F14] go into a folder, one file each, and replace nothing there', async () => {
		const { files, fresh } = await setup();
		const folder = new MemoryFolder();
		folder.files.set('Castle.rastudio', new MemoryFile('Castle.rastudio', new Blob(['mine'])));
		const report = unwrap(await files.exportAll({ kind: 'folder', folder: folder.handle }));
		expect(report.blob).toBeNull();
		expect([...folder.files.keys()].sort()).toEqual([
			'Castle (2).rastudio',
			'Castle.rastudio',
			'Tavern (2).rastudio',
			'Tavern.rastudio',
		]);
		expect(await folder.files.get('Castle.rastudio')!.content.text()).toBe('mine');
		const written = [...folder.files.values()].filter(({ content }) => content.size > 4);
		const back = await fresh.files.importAll(await Promise.all(written.map((file) => file.getFile())));
		expect(back.outcomes).toHaveLength(3);
		expect(await fresh.titles()).toEqual(['Castle', 'Tavern', 'Tavern']);
	});

	it('[F14] one that fails does not keep the others, and says why', async () => {
		const { files, exportFile, make, fresh } = await setup();
		const folder = new MemoryFolder();
		folder.refused.add('Castle.rastudio');
		const { outcomes } = unwrap(await files.exportAll({ kind: 'folder', folder: folder.handle }));
		const failed = outcomes.filter(({ result }) => !result.ok);
		expect(failed).toMatchObject([
			{
				title: 'Castle',
				result: { error: { reason: 'unwritable', message: expect.stringContaining('Castle') } },
			},
		]);
		expect(folder.files.size).toBe(2);

		const good = await exportFile(await make('Good'));
		const bad = new File([new Uint8Array(500)], 'bad.rastudio');
		const back = await fresh.files.importAll([bad, good]);
		expect(back.outcomes).toMatchObject([
			{ fileName: 'bad.rastudio', result: { ok: false, error: { reason: 'not-a-project' } } },
			{ title: 'Good', result: { ok: true } },
		]);
		expect(await fresh.titles()).toEqual(['Good']);
	});

	it('[F14] a zip that could not be written in the middle is given up, and says so', async () => {
		const { files } = await setup();
		const file = new MemoryFile('all.zip', new Blob(['old']));
		const report = await files.exportAll(
			{ kind: 'file', file: file.handle },
			{
				onProgress: ({ index, part }) => {
					const whole = part.done > 0 && part.done === part.total;
					file.failing = index === 0 && whole ? { name: 'UnknownError', when: 'write' } : null;
				},
			},
		);
		expect(report).toMatchObject({ ok: false, error: { reason: 'unwritable' } });
		expect(await file.content.text()).toBe('old');
	});

	it('[F14] nothing is called exported while the list of projects cannot be read', async () => {
		const { files, rig } = await setup();
		rig.fail('unknown', ['listProjects']);
		const report = await files.exportAll({ kind: 'download' });
		rig.fail(null);
		expect(report).toMatchObject({ ok: false, error: { reason: 'unknown' } });
	});

	it('[F14] go out of a full device, too', async () => {
		const { files, rig, make } = await setup();
		rig.fail('full', ['write']);
		await make('Late');
		const { outcomes } = unwrap(await files.exportAll({ kind: 'download' }));
		rig.fail(null);
		expect(outcomes.map(({ result }) => result.ok)).toEqual([true, true, true, true]);
	});

	it('[F14] say how far they are, and stop when asked', async () => {
		const { files } = await setup();
		const seen: AllProgress[] = [];
		const stop = new AbortController();
		const folder = new MemoryFolder();
		const target = { kind: 'folder', folder: folder.handle } as const;
		const report = unwrap(
			await files.exportAll(target, {
				signal: stop.signal,
				onProgress: (progress) => {
					seen.push(progress);
					if (progress.index === 1) stop.abort();
				},
			}),
		);
		expect(report).toMatchObject({ cancelled: true, outcomes: [{ result: { ok: true } }] });
		expect(seen[0]).toMatchObject({ index: 0, count: 3, part: { done: 0 } });
		expect(folder.files.size).toBe(1);
	});

	it('[F14] come from a zip that an ordinary tool packed again, with folders and other files in it', async () => {
		const { exportFile, make, fresh } = await setup();
		const file = await exportFile(await make('Café am Meer'));
		const bytes = new Uint8Array(await file.arrayBuffer());
		const packed = zipSync({
			'my games/': new Uint8Array(),
			[`my games/${file.name}`]: bytes,
			'notes.txt': bytes,
		});
		const back = await fresh.files.importAll([new File([packed], 'Backup.ZIP')]);
		expect(back.outcomes).toMatchObject([{ fileName: 'Café am Meer.rastudio', result: { ok: true } }]);
	});

	it('[F14] a zip that is damaged, or leads elsewhere, is one outcome of its own', async () => {
		const { fresh, exportFile, make } = await setup();
		const file = await exportFile(await make('Good'));
		const evil = zipSync({ '../evil.rastudio': new Uint8Array(3) });
		const back = await fresh.files.importAll([
			new File([new Uint8Array(99)], 'a.zip'),
			new File([evil], 'b.zip'),
			file,
		]);
		expect(back.outcomes.map(({ result }) => result.ok)).toEqual([false, false, true]);
	});
});
