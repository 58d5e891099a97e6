import { describe, expect, it, vi } from 'vitest';
import { branchedProject } from '../../../../tests/helpers/branched-project.ts';
import { firstScene } from '../../../../tests/helpers/studio-device.ts';
import type { EntityId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import type { ProjectSession } from '#lib/studio/project-session.svelte.ts';
import { VersionsDesk } from './versions-desk.svelte.ts';

const NOW = 1_000_000;

/** A lamp and a chair, kept by the name “Before”. */
async function setup(entity?: (ids: { lamp: EntityId; chair: EntityId }) => EntityId) {
	const project = await branchedProject();
	const { session, lamp, chair } = project;
	await session.history.whenLoaded();
	unwrap(await session.versions.keeper.keepNamed('Before'));
	const [document] = session.documents;
	if (!document) throw new Error('expected a scene');
	const id = entity?.({ lamp, chair });
	const desk = new VersionsDesk({
		session,
		document,
		clock: { now: () => NOW },
		entity: id && { id, name: firstScene(session).snapshot.entities.get(id)?.name ?? '' },
	});
	const stop = desk.watch();
	await vi.waitFor(() => expect(desk.versions).not.toBeNull());
	const before = () => {
		const version = desk.versions?.find(({ label }) => label === 'Before');
		if (!version) throw new Error('expected the named version');
		return version;
	};
	return { ...project, scene: firstScene(session), desk, stop, before };
}

const colorOf = (session: ProjectSession, id: EntityId) =>
	firstScene(session).snapshot.entities.get(id)?.values['material.color'];
const paint = (session: ProjectSession, entityId: EntityId, value: string) =>
	unwrap(firstScene(session).setFields([{ entityId, key: 'material.color', value }]));

describe('the versions of a document', () => {
	it('[E100] shows thing by thing and field by field what is different since', async () => {
		const { session, scene, desk, before, lamp, chair } = await setup();
		paint(session, lamp, '#ff0000');
		unwrap(scene.rename(lamp, 'Lantern'));
		unwrap(scene.remove([chair]));
		unwrap(scene.add('box', 'Rug'));
		await desk.choose(before());
		expect(desk.rows.map(({ name, what }) => [name, what])).toEqual([
			['Chair', 'removed'],
			['Lantern', 'changed'],
			['Rug', 'added'],
		]);
		const fields = desk.rows[1]?.fields ?? [];
		expect(fields).toContainEqual({ label: 'Name', before: 'Lamp', after: 'Lantern' });
		expect(fields.find(({ label }) => label === 'Material: Color')?.after).toBe('#FF0000');
	});

	it('[E198] shows what is different between two versions, whatever is now', async () => {
		const { session, desk, before, lamp, chair } = await setup();
		paint(session, lamp, '#ff0000');
		unwrap(await session.versions.keeper.keepNamed('Red'));
		await vi.waitFor(() => expect(desk.versions?.some(({ label }) => label === 'Red')).toBe(true));
		paint(session, chair, '#00ff00');
		await desk.choose(before());
		const changed = () => desk.rows.map(({ entityId }) => entityId);
		expect([...changed()].sort()).toEqual([lamp, chair].sort());
		await desk.compareWith(desk.others.find(({ label }) => label === 'Red')!);
		expect(changed()).toEqual([lamp]);
		await desk.compareWith(null);
		expect([...changed()].sort()).toEqual([lamp, chair].sort());
		await desk.choose(null);
		expect(desk.against).toBeNull();
	});

	it('[E101] brings one thing back as it was, leaves the rest, and undo takes that back', async () => {
		const { session, scene, desk, before, lamp, chair } = await setup();
		const was = colorOf(session, lamp);
		paint(session, lamp, '#ff0000');
		paint(session, chair, '#00ff00');
		await desk.choose(before());
		const row = desk.rows.find(({ entityId }) => entityId === lamp);
		expect(await desk.restoreRow(before(), row!)).toBeDefined();
		expect(colorOf(session, lamp)).toBe(was);
		expect(colorOf(session, chair)).toBe('#00ff00');
		unwrap(session.history.undo());
		expect(colorOf(session, lamp)).toBe('#ff0000');
		expect(scene.snapshot.entities.size).toBe(2);
	});

	it('[E101] brings what was deleted back with all it held', async () => {
		const { scene, desk, before, lamp, chair } = await setup();
		unwrap(scene.move([chair], { parentId: lamp, beforeId: null }));
		unwrap(await desk.nameNow('Nested').then(() => scene.remove([lamp])));
		await vi.waitFor(() => expect(desk.versions?.some(({ label }) => label === 'Nested')).toBe(true));
		const nested = desk.versions!.find(({ label }) => label === 'Nested')!;
		expect(scene.snapshot.entities.size).toBe(0);
		await desk.choose(nested);
		await desk.restoreRow(
			nested,
			desk.rows.find(({ entityId }) => entityId === lamp)!,
		);
		expect([...scene.snapshot.entities.keys()].sort()).toEqual([lamp, chair].sort());
		expect(before().label).toBe('Before');
	});

	it('[E101] brings everything back, and undo takes that back', async () => {
		const { session, scene, desk, before, lamp, chair } = await setup();
		unwrap(scene.remove([lamp, chair]));
		expect((await desk.restore(before()))?.text).toContain('is as it was');
		expect(scene.snapshot.entities.size).toBe(2);
		unwrap(session.history.undo());
		expect(scene.snapshot.entities.size).toBe(0);
	});

	it('[E102] begins with one thing alone, and shows the others on demand', async () => {
		const { session, desk, before, lamp, chair } = await setup(({ lamp: id }) => id);
		paint(session, lamp, '#ff0000');
		paint(session, chair, '#00ff00');
		await desk.choose(before());
		expect(desk.rows.map(({ entityId }) => entityId)).toEqual([lamp]);
		desk.showOnlyEntity(false);
		expect(desk.rows).toHaveLength(2);
	});

	it('[E103] names how it is now, and versions that are there; names can be taken away', async () => {
		const { desk, before } = await setup();
		expect(await desk.nameNow('  ')).toBe(false);
		expect(desk.problem).not.toBeNull();
		expect(await desk.nameNow('Second')).toBe(true);
		expect(desk.said).toContain('“Second”');
		await vi.waitFor(() => expect(desk.versions?.[0]?.label).toBe('Second'));
		desk.showOnlyNamed(true);
		const { length } = desk.versions ?? [];
		await desk.rename(before(), null);
		await vi.waitFor(() => expect(desk.versions).toHaveLength(length - 1));
	});

	it('[E104] shows who may only look what is different, and says why nothing comes back', async () => {
		const { session, desk, before, lamp } = await setup();
		paint(session, lamp, '#ff0000');
		vi.spyOn(session, 'canEdit', 'get').mockReturnValue(false);
		await desk.choose(before());
		expect(desk.rows).toHaveLength(1);
		expect(desk.whyNoRestore).toMatch(/not change it/);
		expect(await desk.restore(before())).toBeUndefined();
		expect(desk.problem).toMatch(/not change it/);
		expect(colorOf(session, lamp)).toBe('#ff0000');
	});

	it('[E100] says of a version that cannot be read that it cannot', async () => {
		const { session, desk, stop, before } = await setup();
		const version = before();
		stop();
		await session.versions.keeper.remove(version);
		await desk.choose(version);
		expect(desk.shown).toMatchObject({
			kind: 'failed',
			message: expect.stringContaining('not on this device') as string,
		});
	});
});
