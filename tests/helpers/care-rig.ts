import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { systemClock } from '#lib/base/clock.ts';
import { mintProjectId, type DocumentId, type ProjectId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { ProjectDocument } from '#lib/doc/project.ts';
import { indexDocumentId } from '#lib/protocol/address.ts';
import { convertV1ToV2 } from '#lib/doc/updates.ts';
import { crc32 } from '#lib/storage/crc32.ts';
import type { CheckFinding, CheckReport } from '#lib/storage/check/check-report.ts';
import { openDeviceStorage } from '#lib/storage/device-storage.ts';
import { Database, type UpdateRecord } from '#lib/storage/dexie/database.ts';
import { openDexieBackend } from '#lib/storage/dexie/dexie-backend.ts';
import { MemoryFiles } from '#lib/storage/memory/memory-files.ts';
import type { DeviceStorage, ProjectEntry } from '#lib/storage/ports.ts';
import { makeEntry, MemoryPlace, QuietPage } from './storage-rig.ts';

const NAME = 'rastudios-care';

/** A device whose database can be reached behind its back. */
export async function openCareRig() {
	const factory = new IDBFactory();
	const files = new MemoryFiles();
	const page = new QuietPage();
	const place = new MemoryPlace();
	const storage = await openDeviceStorage({
		clock: systemClock,
		openBackend: () => openDexieBackend(NAME, factory),
		openTabs: () => null,
		page,
		files,
		places: [place],
	});
	const behind = async <T>(run: (db: Database) => Promise<T>): Promise<T> => {
		const db = new Database(NAME, factory);
		await db.open();
		return run(db).finally(() => db.close());
	};
	return { storage, behind, files, page, place, close: () => storage.close() };
}

export type CareRig = Awaited<ReturnType<typeof openCareRig>>;

/** A project with one page of text, row by row, and one asset. */
export async function plantProject(storage: DeviceStorage, fields: Partial<ProjectEntry> = {}, rows = 5) {
	const id = mintProjectId();
	const asset = await storage.assets.put(new TextEncoder().encode(`the asset of ${id}`));
	const index = new LiveDocument(indexDocumentId(id), 'project');
	const project = new ProjectDocument(index);
	project.create('Castle', 1_000);
	const pageId = unwrap(project.addDocument('page', 'Rules'));
	unwrap(project.addAsset({ hash: asset, name: 'tower.glb', type: 'model', bytes: 70 }));
	const state = index.encodeState();
	await storage.projects.create(makeEntry(id, { title: 'Castle', ...fields }), [
		{ id: index.id, kind: 'project', state },
	]);
	project.dispose();
	index.destroy();
	const texts = await writePage(storage, id, pageId, rows);
	return { id, indexId: indexDocumentId(id), pageId, asset, text: texts.join('') };
}

/** One row for each word, each built on the one before. */
async function writePage(storage: DeviceStorage, projectId: ProjectId, id: DocumentId, rows: number) {
	const page = new LiveDocument(id, 'page');
	const text = page.ydoc.getText('text');
	const words: string[] = [];
	for (let row = 0; row < rows; row++) {
		const before = page.stateVector();
		text.insert(text.length, `word ${row} `);
		words.push(`word ${row} `);
		const update = convertV1ToV2(page.encodeDiff(before));
		void storage.documents.append({ id, projectId, kind: 'page', update });
		await storage.flush();
	}
	page.destroy();
	return words;
}

/** Many more rows of a document, each one edit. */
export async function plantRows({ behind }: CareRig, id: DocumentId, count: number): Promise<void> {
	const page = new LiveDocument(id, 'page');
	const updates: Uint8Array[] = [];
	page.onUpdateV2(({ bytes }) => void updates.push(bytes));
	for (let at = 0; at < count; at++) page.ydoc.getMap('marks').set(`mark ${at}`, at);
	page.destroy();
	const rows = updates.map((bytes, at) => {
		return { doc: id, seq: at + 2, epoch: 0, crc32: crc32(bytes), bytes };
	});
	await behind(async (db) => {
		await db.updates.bulkAdd(rows);
		await db.documents.update(id, { lastSeq: count + 1 });
	});
}

/** The row of a document's nth update, behind the app's back. */
export async function nthRow(db: Database, id: DocumentId, nth: number): Promise<UpdateRecord> {
	const rows = await db.updates.where('[doc+seq]').between([id], [id, []]).toArray();
	const row = rows[nth - 1];
	if (!row) throw new Error(`The document has ${rows.length} rows, not ${nth}`);
	return row;
}

/** Makes the nth row's checksum one that does not match. */
export const breakRow = (rig: CareRig, id: DocumentId, nth: number) =>
	rig.behind(async (db) => void (await db.updates.put({ ...(await nthRow(db, id, nth)), crc32: 1 })));

/** What a page says, read anew. */
export async function readPage(
	storage: DeviceStorage,
	projectId: ProjectId,
	id: DocumentId,
): Promise<string> {
	const state = unwrap(await storage.documents.readState(id, projectId));
	const page = new LiveDocument(id, 'page');
	if (state) page.applyV2(state, 'storage');
	const said = page.ydoc.getText('text').toJSON();
	page.destroy();
	return said;
}

/** A version of a document as it is now. */
export async function keepVersion(storage: DeviceStorage, projectId: ProjectId, documentId: DocumentId) {
	const state = unwrap(await storage.documents.readState(documentId, projectId))!;
	const kind = documentId === indexDocumentId(projectId) ? 'project' : 'page';
	const { version } = await storage.versions.add(
		{
			...{ projectId, documentId, kind, createdAt: 5, label: 'Before the storm', reason: 'named' },
			...{ author: { id: 'a', name: 'Kim' }, schema: 1, assets: [] },
		},
		state,
	);
	return version;
}

/** Every finding of a report, as `subject: outcome (remedy)`. */
export const findingsOf = (report: CheckReport): string[] => allFindings(report).map(wordsOf).sort();
export const allFindings = ({ projects, findings }: CheckReport): readonly CheckFinding[] => [
	...projects.flatMap((project) => project.findings),
	...findings,
];
const wordsOf = ({ subject, outcome, remedy }: CheckFinding) => `${subject}: ${outcome} (${remedy})`;
