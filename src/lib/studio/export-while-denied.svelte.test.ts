import { expect, it } from 'vitest';
import { systemClock } from '../base/clock.ts';
import { unwrap } from '../base/result.ts';
import { MemorySyncServer } from '../../../tests/helpers/memory-sync-server.ts';
import { createMemoryRig } from '../../../tests/helpers/storage-rig.ts';
import { openDevice } from '../../../tests/helpers/studio-device.ts';

it.each(['denied', 'full', 'lost'] as const)(
	'[S4] while storage is %s, all of the work leaves as a whole file',
	async (reason) => {
		const rig = createMemoryRig();
		rig.fail(reason, reason === 'full' ? ['write', 'keepAsset', 'writePiece'] : undefined);
		const { home, parts, open } = await openDevice(new MemorySyncServer(systemClock), systemClock, rig);
		const id = unwrap(await home.createProject({ title: 'Castle' }));
		const session = await open(id);
		unwrap(await session.create('page', 'Rules'));
		expect(session.saveState).toMatchObject({ kind: 'failed' });
		expect(parts.storage.atRisk).toBe(true);
		const { blob } = unwrap(await home.files.export(id));

		const other = await openDevice(new MemorySyncServer(systemClock));
		const { projectId } = unwrap(await other.home.files.import(blob));
		const titles = (await other.open(projectId)).documents.map(({ title }) => title);
		expect(titles).toEqual(['Scene 1', 'Rules']);
	},
);
