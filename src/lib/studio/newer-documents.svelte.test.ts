import { flushSync } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { systemClock } from '../base/clock.ts';
import { unwrap } from '../base/result.ts';
import { indexDocumentId } from '../protocol/address.ts';
import { MemorySyncServer } from '../../../tests/helpers/memory-sync-server.ts';
import { firstScene, openDevice } from '../../../tests/helpers/studio-device.ts';

describe('[D9] a project with parts of a newer version', () => {
	const setup = async () => {
		const device = await openDevice(new MemorySyncServer(systemClock));
		const id = unwrap(await device.home.createProject({ starter: 'stairway' }));
		const session = await device.open(id);
		const scene = firstScene(session);
		const page = unwrap(await session.create('page', 'Story'));
		await session.whenDurable();
		return { device, id, session, scene, page };
	};

	const makeNewer = (ydoc: Y.Doc | null, home = 'meta') => ydoc?.getMap(home).set('schema:99', true);

	it('a scene that becomes newer is read-only from then on, says why, and is never written', async () => {
		const { session, scene } = await setup();
		const [first] = [...scene.snapshot.entities.keys()];
		if (!first) throw new Error('expected an entity');
		unwrap(scene.rename(first, 'Renamed'));
		const seen: boolean[] = [];
		const stop = $effect.root(() => {
			$effect(() => void seen.push(scene.readOnly));
		});
		flushSync();
		makeNewer(scene.scene.document.ydoc);
		flushSync();
		stop();
		expect(seen).toEqual([false, true]);
		expect([scene.newer, session.canEdit, session.newer]).toEqual([true, true, false]);
		const updates: unknown[] = [];
		scene.scene.document.onUpdate((update) => updates.push(update));
		const attempts = [
			scene.add('box', 'Box'),
			scene.rename(first, 'Again'),
			scene.remove([first]),
			scene.duplicate([first]),
			scene.move([first], { parentId: null, beforeId: null }),
			scene.setFields([{ entityId: first, key: 'position', value: [7, 7, 7] }]),
			scene.setComponent([first], 'light', true),
			session.history.undo(),
		];
		for (const attempt of attempts)
			expect(attempt).toMatchObject({
				ok: false,
				error: { reason: 'newer', message: expect.stringContaining('newer RaStudios') as string },
			});
		expect(updates).toEqual([]);
		expect(scene.snapshot.entities.get(first)?.name).toBe('Renamed');
	});

	it('a page that becomes newer is read-only', async () => {
		const { session, page } = await setup();
		await vi.waitFor(() => expect(session.page(page)).toBeDefined());
		const opened = session.page(page);
		expect(opened?.readOnly).toBe(false);
		makeNewer(opened?.body.doc ?? null);
		expect([opened?.newer, opened?.readOnly]).toEqual([true, true]);
	});

	it('opening one, looking at it and closing it writes nothing', async () => {
		const { device, id, session, scene } = await setup();
		makeNewer(scene.scene.document.ydoc);
		await session.whenDurable();
		await session.close();
		const before = await device.parts.storage.documents.load(scene.id);
		const again = await device.open(id);
		const opened = firstScene(again);
		expect(opened.readOnly).toBe(true);
		expect(opened.snapshot.entities.size).toBeGreaterThan(15);
		await again.close();
		const after = await device.parts.storage.documents.load(scene.id);
		expect(unwrap(after).updates.length).toBe(unwrap(before).updates.length);
	});

	it('an index that is newer lets nothing be listed, and scenes still be edited', async () => {
		const { device, id, session: first } = await setup();
		await first.close();
		const ydoc = new Y.Doc();
		makeNewer(ydoc, 'settings');
		const { documents } = device.parts.storage;
		const indexId = indexDocumentId(id);
		const update = Y.encodeStateAsUpdateV2(ydoc);
		await documents.append({ id: indexId, projectId: id, kind: 'project', update });
		const session = await device.open(id);
		const scene = firstScene(session);
		const stored = unwrap(await documents.readState(indexId, id));
		expect(session.newer).toBe(true);
		const newer = { ok: false, error: { reason: 'newer' } };
		expect(session.rename('Inn')).toMatchObject(newer);
		expect(await session.create('page', 'Page')).toMatchObject(newer);
		expect(session.setDocumentRemoved(scene.id, true)).toMatchObject(newer);
		await session.whenDurable();
		expect(unwrap(await documents.readState(indexId, id))).toEqual(stored);
		expect(scene.readOnly).toBe(false);
		unwrap(scene.add('box', 'Box'));
		await session.whenDurable();
		expect(await device.home.duplicateProject(id)).toMatchObject({ ok: false });
	});
});
