import { describe, expect, it, vi } from 'vitest';
import { branchedProject } from '../../../../tests/helpers/branched-project.ts';
import { firstScene } from '../../../../tests/helpers/studio-device.ts';
import { err, ok, unwrap } from '#lib/base/result.ts';
import type { Thumbnails as Painter } from '#lib/engine/thumbnail.ts';
import { MAX_DRAWN_BYTES, VersionPainter } from './version-painter.ts';

/** A scene with a lamp and a chair, kept by a name before the chair was deleted. */
async function setup() {
	const { session, chair } = await branchedProject();
	await session.history.whenLoaded();
	unwrap(await session.versions.keeper.keepNamed('Before'));
	unwrap(firstScene(session).remove([chair]));
	const [document] = session.documents;
	if (!document) throw new Error('expected a scene');
	const versions = await session.versions.keeper.list(document.id);
	const version = versions.find(({ label }) => label === 'Before');
	if (!version) throw new Error('expected the named version');
	const picture = new Blob(['picture']);
	const scene = vi.fn<Painter['scene']>(() => Promise.resolve(ok(picture)));
	const bring = vi.fn(() => Promise.resolve({ scene } as unknown as Painter));
	const dispose = vi.fn(() => Promise.resolve());
	const painter = new VersionPainter({ session, theme: () => 'dark', painter: { bring, dispose } });
	return { session, version, painter, picture, scene, bring };
}

describe('the picture of a version', () => {
	it('[E199] shows what was there, not what is there now', async () => {
		const { painter, version, scene, picture } = await setup();
		expect(await painter.draw(version)).toBe(picture);
		const [shown, how] = scene.mock.calls[0]!;
		expect([...shown.entities.values()].map(({ name }) => name).sort()).toEqual(['Chair', 'Lamp']);
		expect(how.theme).toBe('dark');
	});

	it('[E199] is left out for what has none to show, or takes long to open', async () => {
		const { session, painter, version, bring } = await setup();
		expect(await painter.draw({ ...version, bytes: MAX_DRAWN_BYTES + 1 })).toBeNull();
		expect(await painter.draw({ ...version, kind: 'page' })).toBeNull();
		vi.spyOn(session.versions, 'open').mockResolvedValue(err({ reason: 'damaged', message: 'Damaged' }));
		expect(await painter.draw(version)).toBeNull();
		expect(bring).not.toHaveBeenCalled();
	});

	it('[E199] is left out where nothing can be drawn', async () => {
		const { painter, version, scene } = await setup();
		scene.mockResolvedValue(err('No WebGL'));
		expect(await painter.draw(version)).toBeNull();
	});
});
