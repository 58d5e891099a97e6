import { describe, expect, it } from 'vitest';
import { mintDocumentId, mintProjectId } from '#lib/base/ids.ts';
import type { AdminProject } from '#lib/protocol/api/admin.ts';
import { openAdminRig } from '../../../tests/helpers/admin-rig.ts';
import { setKey } from '../../../tests/helpers/key-updates.ts';
import { ACTIVITY_BEAT_MS, noteChanges, ProjectActivity } from './project-activity.ts';

type Rig = Awaited<ReturnType<typeof openAdminRig>>;
type Page = { readonly items: AdminProject[]; readonly next: string | null };

const list = async ({ ask }: Rig, query = '') =>
	(await ask(`GET /admin/projects?${query}`, 'admin')).body as unknown as Page;
const titles = ({ items }: Page) => items.map(({ title }) => title);

describe('all projects of a server', () => {
	it('[R120] are listed the newest first, with whose they are and how many are in it; never what is in them', async () => {
		const rig = await openAdminRig();
		const ana = rig.addUser('ana');
		const ben = rig.addUser('ben');
		rig.addProject('Castle', ana);
		const boat = rig.addProject('Boat', ana, ben);
		rig.addProject(null);
		const page = await list(rig);
		expect(page.items).toMatchObject([
			{ title: null, owners: [], members: 0, changedAt: null },
			{ projectId: boat, title: 'Boat', owners: [{ handle: 'ana' }, { handle: 'ben' }], members: 2 },
			{ title: 'Castle', owners: [{ userId: ana, handle: 'ana' }], members: 1 },
		]);
		expect(page.next).toBeNull();
	});

	it('[R120] go on by cursor, with and without words to look for', async () => {
		const rig = await openAdminRig();
		for (let i = 0; i < 7; i++) rig.addProject(i % 2 === 0 ? `Castle ${i}` : `Boat ${i}`);
		for (const [query, all] of [
			['', ['Castle 6', 'Boat 5', 'Castle 4', 'Boat 3', 'Castle 2', 'Boat 1', 'Castle 0']],
			['search=castle', ['Castle 6', 'Castle 4', 'Castle 2', 'Castle 0']],
		] as const) {
			const seen: (string | null)[] = [];
			let cursor = '';
			for (let pages = 0; pages < 9; pages++) {
				const page = await list(rig, `limit=2&${query}${cursor}`);
				expect(page.items.length).toBeLessThanOrEqual(2);
				seen.push(...titles(page));
				if (page.next === null) break;
				cursor = `&cursor=${page.next}`;
			}
			expect(seen).toEqual(all);
		}
		expect(await rig.ask('GET /admin/projects?cursor=abc', 'admin')).toMatchObject({
			status: 400,
			body: { error: { field: 'cursor' } },
		});
	});

	it('[R120] are found by title whatever its case, by an owner, and by the whole id', async () => {
		const rig = await openAdminRig();
		const ana = rig.addUser('ana');
		const id = rig.addProject('ÜBUNG im Wald', ana);
		rig.addProject('Banana', rig.addUser('ben'));
		for (const search of ['übung', 'wald', id]) {
			expect((await list(rig, `search=${encodeURIComponent(search)}`)).items).toMatchObject([
				{ projectId: id },
			]);
		}
		expect(titles(await list(rig, 'search=ana'))).toEqual(['Banana', 'ÜBUNG im Wald']);
		expect(titles(await list(rig, 'search=ben'))).toEqual(['Banana']);
		expect(titles(await list(rig, `search=${id.slice(1)}`))).toEqual([]);
		expect(titles(await list(rig, 'search=%25'))).toEqual([]);
	});

	it('[R120] one page looks at a bounded number of projects, and the next goes on behind them', async () => {
		const rig = await openAdminRig();
		const rare = rig.addProject('Rare');
		const add = rig.context.prepare('INSERT INTO projects (id, claim_hash, created_at) VALUES (?, ?, ?)');
		rig.database.exec('BEGIN');
		for (let i = 0; i < 10_000; i++) add.run(mintProjectId(), new Uint8Array(32), rig.clock.now() + i + 1);
		rig.database.exec('COMMIT');
		const first = await list(rig, 'search=rare');
		expect(first).toEqual({ items: [], next: expect.any(String) as string });
		expect((await list(rig, `search=rare&cursor=${first.next}`)).items).toMatchObject([{ projectId: rare }]);
		// Both by the index: the place of the cursor among many projects is found, not counted.
		const plan = rig.database
			.prepare(
				'EXPLAIN QUERY PLAN SELECT id FROM projects WHERE deleted_at IS NULL AND (created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC LIMIT 5',
			)
			.all(1, 'x')
			.map(({ detail }) => detail);
		expect(plan).toEqual(['SEARCH projects USING INDEX projects_by_time ((created_at,id)<(?,?))']);
	});

	it('[R121] say when they last changed: kept in memory at first, written down soon, and not lost by a restart', async () => {
		const rig = await openAdminRig();
		const projectId = rig.addProject('Castle');
		const noted = noteChanges(rig.documents, rig.activity, () => rig.clock.now());
		await rig.registry.start();
		rig.clock.advance(5000);
		await noted.append([{ address: { projectId, documentId: mintDocumentId() }, update: setKey('a') }]);
		const at = rig.clock.now();
		expect((await list(rig)).items).toMatchObject([{ changedAt: at }]);
		const written = () => rig.database.prepare('SELECT changed_at FROM project_activity').all();
		expect(written()).toEqual([]);
		rig.clock.advance(ACTIVITY_BEAT_MS);
		expect(written()).toEqual([{ changed_at: at }]);
		expect((await list(rig)).items).toMatchObject([{ changedAt: at }]);
		rig.activity.note(projectId, at + 20_000);
		await rig.registry.stop();
		expect(written()).toEqual([{ changed_at: at + 20_000 }]);
		expect(rig.clock.pending).toBe(0);
	});

	it('[R121] an edit that fails is no change, and what cannot be written down is kept for later', async () => {
		const activity = new ProjectActivity();
		const rig = await openAdminRig();
		const projectId = mintProjectId();
		const failing = { ...rig.documents, append: () => Promise.reject(new Error('disk')) };
		const noted = noteChanges(failing as never, activity, () => 1);
		await expect(
			noted.append([{ address: { projectId, documentId: mintDocumentId() }, update: setKey('a') }]),
		).rejects.toThrow('disk');
		expect(activity.at(projectId)).toBeNull();
		activity.note(projectId, 7);
		const stop = activity.keep(rig.context);
		rig.database.exec('ALTER TABLE project_activity RENAME TO elsewhere');
		rig.clock.advance(ACTIVITY_BEAT_MS);
		rig.database.exec('ALTER TABLE elsewhere RENAME TO project_activity');
		stop();
		expect(rig.database.prepare('SELECT changed_at FROM project_activity').all()).toEqual([
			{ changed_at: 7 },
		]);
	});
});

describe('taking a project off the server', () => {
	it('[R122] is an admin’s, done once and for good, and written down with who did it', async () => {
		const rig = await openAdminRig();
		const projectId = rig.addProject('Castle', rig.addUser('ana'));
		await rig.store(projectId, 100);
		const gone = `DELETE /admin/projects/${projectId}`;
		expect((await rig.ask(gone, 'moderator')).status).toBe(403);
		expect((await rig.ask(gone, 'admin')).status).toBe(204);
		expect((await list(rig)).items).toEqual([]);
		expect(rig.members.project(projectId)).toMatchObject({ deleted: true });
		expect(rig.database.prepare('SELECT count(*) AS n FROM document_rows').get()).toEqual({ n: 0 });
		expect((await rig.ask(gone, 'admin')).status).toBe(404);
		expect((await rig.ask(`DELETE /admin/projects/${mintProjectId()}`, 'admin')).status).toBe(404);
		expect(rig.audited()).toMatchObject([
			{ act: 'api.call', actor: 'moderator-1', outcome: 'refused' },
			{
				act: 'project.delete',
				actor: 'admin-1',
				subject: `project:${projectId}`,
				outcome: 'done',
				details: '{"by":"admin"}',
			},
			{ act: 'project.delete', actor: 'admin-1', outcome: 'refused' },
			{ act: 'project.delete', actor: 'admin-1', outcome: 'refused' },
		]);
		await rig.registry.stop();
	});
});
