import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { mintDocumentId, mintProjectId } from '#lib/base/ids.ts';
import type { AdminProject, StorageReport } from '#lib/protocol/api/admin.ts';
import { openAdminRig } from '../../../tests/helpers/admin-rig.ts';
import { RecordedLog } from '../../../tests/helpers/recorded-log.ts';
import { openStorage } from '../../storage/open-storage.ts';
import { StorageMeter } from './storage-meter.ts';

type Rig = Awaited<ReturnType<typeof openAdminRig>>;

/** What was measured, once it was. */
async function measured({ ask }: Rig): Promise<StorageReport> {
	for (;;) {
		const report = (await ask('GET /admin/storage', 'admin')).body as unknown as StorageReport;
		if (!report.measuring) return report;
		await new Promise(setImmediate);
	}
}

describe('what takes up room', () => {
	it('[R123] is measured beside everything else: the first look has no figures, and says that they come', async () => {
		const rig = await openAdminRig();
		const castle = rig.addProject('Castle');
		const boat = rig.addProject('Boat');
		await rig.store(castle, 3000);
		await rig.store(castle, 500);
		await rig.store(boat, 1000);
		await rig.storeAsset(boat, 9000);
		const first = (await rig.ask('GET /admin/storage', 'admin')).body;
		expect(first).toEqual({ measuring: true, measuredAt: null, use: null, largest: [] });
		const { use, largest, measuredAt } = await measured(rig);
		expect(measuredAt).toBe(rig.clock.now());
		expect(use).toMatchObject({ documents: 4500, setAside: 0, assets: 9000, arriving: 0, free: 1_000_000 });
		expect(use?.audit).toBeGreaterThan(4096);
		expect(use?.records).toBeGreaterThan(20 * 4096);
		const pages = rig.database.prepare('PRAGMA page_count').get()?.['page_count'];
		const { documents = 0, audit = 0, records = 0, overhead = 0 } = use ?? {};
		expect(documents + audit + records + overhead).toBe(Number(pages) * 4096);
		expect(largest).toEqual([
			{ projectId: boat, title: 'Boat', documents: 1, documentBytes: 1000, assets: 1, assetBytes: 9000 },
			{ projectId: castle, title: 'Castle', documents: 2, documentBytes: 3500, assets: 0, assetBytes: 0 },
		]);
		const { items } = (await rig.ask('GET /admin/projects', 'admin')).body as { items: AdminProject[] };
		expect(items).toMatchObject([
			{ projectId: boat, use: { documents: 1, documentBytes: 1000, assets: 1, assetBytes: 9000 } },
			{ projectId: castle, use: { documents: 2 } },
		]);
	});

	it('[R123] is not measured again for everybody who looks, but after a while', async () => {
		const rig = await openAdminRig();
		const castle = rig.addProject('Castle');
		await rig.store(castle, 1000);
		await measured(rig);
		await rig.store(castle, 1000);
		expect((await measured(rig)).use?.documents).toBe(1000);
		rig.clock.advance(60_000);
		expect((await rig.ask('GET /admin/storage', 'admin')).body).toMatchObject({
			measuring: true,
			use: { documents: 1000 },
		});
		expect((await measured(rig)).use?.documents).toBe(2000);
	});

	it('[R123] names the twenty largest projects, whatever number there is', async () => {
		const rig = await openAdminRig();
		for (let i = 1; i <= 30; i++) await rig.store(rig.addProject(`No ${i}`), i * 10);
		const { largest } = await measured(rig);
		expect(largest.map(({ title }) => title)).toEqual(Array.from({ length: 20 }, (_, i) => `No ${30 - i}`));
	});

	it('[R123] in a file, a thread of its own reads it; closing does not wait for it', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'rastudios-meter-'));
		const storage = await openStorage(folder);
		const address = { projectId: mintProjectId(), documentId: mintDocumentId() };
		await storage.documents.append([{ address, update: new Uint8Array(5000) }]);
		storage.database.exec(
			'INSERT INTO quarantine SELECT row, project_id, document_id, crc, bytes FROM document_rows; CREATE TABLE audit (seq INTEGER PRIMARY KEY)',
		);
		const log = new RecordedLog();
		const meter = new StorageMeter({ storage, clock: new ManualClock(1), log });
		await meter.look();
		expect(meter.use).toMatchObject({ documents: 5000, setAside: 5000, assets: 0 });
		expect(meter.useOf(address.projectId)).toMatchObject({ documents: 1, documentBytes: 5000 });
		const ended = new StorageMeter({ storage, clock: new ManualClock(1), log });
		const looking = ended.look();
		await ended.close();
		await looking;
		expect([ended.use, ended.measuring]).toEqual([null, false]);
		expect(log.entries.filter(({ level }) => level !== 'info')).toEqual([]);
		storage.close();
		rmSync(folder, { recursive: true });
	});
});
