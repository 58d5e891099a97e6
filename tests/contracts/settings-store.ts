import { describe, expect, test } from 'vitest';
import { mintProjectId } from '#lib/base/ids.ts';
import { makeEntry, QuietPage, settle, type StorageRig } from '../helpers/storage-rig.ts';

/** What settings and the project catalogue must do, whatever keeps them. */
export function settingsStoreContract(name: string, createRig: () => StorageRig): void {
	describe(`settings store on ${name}`, () => {
		test('a value comes back on the next visit', async () => {
			const { rig, storage } = await setup();
			expect(await storage.settings.get('panels')).toBeUndefined();
			expect(await storage.settings.set('panels', { left: 240, open: ['scene'] })).toBe(true);
			expect(await storage.settings.set('name', null)).toBe(true);
			const later = await rig.open();
			expect(await later.settings.get('panels')).toEqual({ left: 240, open: ['scene'] });
			expect(await later.settings.get('name')).toBeNull();
		});

		test('a removed value is undefined again', async () => {
			const { rig, storage } = await setup();
			await storage.settings.set('name', 'Ada');
			await storage.settings.remove('name');
			expect(await (await rig.open()).settings.get('name')).toBeUndefined();
		});

		test('[S4] the last value counts, also when the first could not be written', async () => {
			const { rig, storage } = await setup();
			rig.fail('full', ['write']);
			expect(await storage.settings.set('name', 'Ada')).toBe(false);
			expect(await storage.settings.get('name')).toBe('Ada');
			expect(await storage.settings.set('name', 'Grace')).toBe(false);
			rig.fail(null);
			await storage.flush();
			expect(await (await rig.open()).settings.get('name')).toBe('Grace');
			expect(storage.health).toEqual({ kind: 'ok' });
		});

		test('[S1] what is set in the moment a page is left is there on the next visit', async () => {
			const { rig } = await setup();
			const page = new QuietPage();
			const leaving = await rig.open({ page });
			await leaving.settings.set('panels', 1);
			await leaving.settings.set('hint', 'seen');
			rig.fail('lost', ['write']);
			void leaving.settings.set('document', 'a');
			void leaving.settings.set('document', 'b');
			page.hide();
			void leaving.settings.remove('hint');
			void leaving.settings.set('panels', 2);
			page.hide();
			await settle();
			rig.fail(null);
			const { settings } = await rig.open();
			expect(await settings.get('document')).toBe('b');
			expect(await settings.get('panels')).toBe(2);
			expect(await settings.get('hint')).toBeUndefined();
		});

		test('a read that fails answers with what is known', async () => {
			const { rig, storage } = await setup();
			rig.fail('lost', ['readSetting', 'write']);
			expect(await storage.settings.get('name')).toBeUndefined();
			await storage.settings.set('name', 'Ada');
			expect(await storage.settings.get('name')).toBe('Ada');
		});

		test('a read for what is written over then says that it failed, also where nothing was ever read', async () => {
			const { rig, storage } = await setup();
			await storage.settings.set('name', 'Ada');
			rig.fail('lost');
			const blind = await rig.open();
			for (const { settings } of [storage, blind]) {
				expect(await settings.read('name')).toMatchObject({ ok: false, error: { reason: 'lost' } });
				await settings.set('here', 1);
				expect(await settings.read('here')).toEqual({ ok: true, value: 1 });
			}
			rig.fail(null);
			expect(await storage.settings.read('name')).toEqual({ ok: true, value: 'Ada' });
			expect(await storage.settings.read('nothing')).toEqual({ ok: true, value: undefined });
		});
	});

	describe(`project catalogue on ${name}`, () => {
		test('projects are listed with the last changed first, thumbnails included', async () => {
			const { rig, storage } = await setup();
			const thumbnail = new Uint8Array([1, 2, 3]);
			const old = makeEntry(mintProjectId(), { changedAt: 5, thumbnail });
			const recent = makeEntry(mintProjectId(), { changedAt: 9, claim: 'secret' });
			await storage.projects.put(old);
			await storage.projects.put(recent);
			const later = await rig.open();
			expect(await later.projects.list()).toEqual([recent, old]);
			expect(await later.projects.get(old.id)).toEqual(old);
		});

		test('[S17] a patch changes only what it names', async () => {
			const { rig, storage } = await setup();
			const other = await rig.open();
			const entry = makeEntry(mintProjectId());
			await storage.projects.put(entry);
			await Promise.all([
				storage.projects.patch(entry.id, { title: 'Tower' }),
				other.projects.patch(entry.id, { waiting: 4 }),
			]);
			expect(await storage.projects.get(entry.id)).toEqual({ ...entry, title: 'Tower', waiting: 4 });
		});

		test('[S3] joining a project never takes it from its maker, even where the list could not be read', async () => {
			const { rig, storage } = await setup();
			const mine = makeEntry(mintProjectId(), { claim: 'proof', token: 'owner', shared: true, removedAt: 5 });
			await storage.projects.put(mine);
			const blind = await rig.open();
			rig.fail('lost');
			const joined = makeEntry(mine.id, { origin: 'joined', role: 'viewer', shared: true, token: 'link' });
			await blind.projects.put(joined);
			rig.fail(null);
			await blind.flush();
			const kept = { ...mine, removedAt: null };
			expect(await blind.projects.get(mine.id)).toEqual(kept);
			expect(await (await rig.open()).projects.get(mine.id)).toEqual(kept);
		});

		test('joining again renews the link and leaves the rest', async () => {
			const { storage } = await setup();
			const joined = makeEntry(mintProjectId(), {
				origin: 'joined',
				role: 'editor',
				token: 'old',
				waiting: 3,
			});
			await storage.projects.put(joined);
			await storage.projects.put({ ...joined, title: 'New', role: 'viewer', token: 'new', waiting: 0 });
			const renewed = { ...joined, shared: true, token: 'new', formerToken: 'old' };
			expect(await storage.projects.get(joined.id)).toEqual(renewed);
		});

		test('[T86] what the games of a project saved goes with it', async () => {
			const { rig, storage } = await setup();
			const entry = makeEntry(mintProjectId());
			await storage.projects.put(entry);
			const keys = ['', '.auto', '.auto.aside', '.x'].map((end) => `play.saves.${entry.id}${end}`);
			const others = [`play.saves.${mintProjectId()}`, `play.saves.${entry.id}x.auto`];
			for (const key of [...keys, ...others]) await storage.settings.set(key, 1);
			expect(await storage.projects.delete(entry.id)).toBe('deleted');
			const { settings } = await rig.open();
			for (const key of keys) expect(await settings.get(key)).toBeUndefined();
			for (const key of others) expect(await settings.get(key)).toBe(1);
		});

		test('patching an unknown project makes none', async () => {
			const { storage } = await setup();
			await storage.projects.patch(mintProjectId(), { title: 'Ghost' });
			expect(await storage.projects.list()).toEqual([]);
		});

		test('[S17] this tab and the others hear of a change', async () => {
			const { rig, storage } = await setup();
			const other = await rig.open();
			const heard: string[] = [];
			storage.projects.onChange(() => heard.push('here'));
			const elsewhere = new Promise<void>((resolve) => other.projects.onChange(resolve));
			const entry = makeEntry(mintProjectId());
			const durable = storage.projects.put(entry);
			expect(heard).toEqual(['here']);
			expect((await storage.projects.list()).map(({ id }) => id)).toEqual([entry.id]);
			expect(await durable).toBe(true);
			await elsewhere;
			expect((await other.projects.list()).map(({ id }) => id)).toEqual([entry.id]);
		});

		test('[S4] a list that cannot be read is the last one, with this page’s own changes', async () => {
			const { rig, storage } = await setup();
			const entry = makeEntry(mintProjectId());
			await storage.projects.put(entry);
			await storage.projects.list();
			rig.fail('lost');
			const added = makeEntry(mintProjectId(), { changedAt: 9 });
			await storage.projects.put(added);
			await storage.projects.patch(entry.id, { title: 'Tower' });
			expect((await storage.projects.list()).map(({ title }) => title)).toEqual(['Castle', 'Tower']);
			expect(await storage.projects.get(added.id)).toEqual(added);
			await storage.projects.delete(entry.id);
			expect(await storage.projects.get(entry.id)).toBeNull();
		});
	});

	async function setup() {
		const rig = createRig();
		return { rig, storage: await rig.open() };
	}
}
