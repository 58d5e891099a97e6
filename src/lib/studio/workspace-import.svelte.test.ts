import { describe, expect, it } from 'vitest';
import { systemClock } from '../base/clock.ts';
import { unwrap } from '../base/result.ts';
import { pngImage } from '../../../tests/helpers/made-files.ts';
import { MemorySyncServer } from '../../../tests/helpers/memory-sync-server.ts';
import { openDevice } from '../../../tests/helpers/studio-device.ts';
import { Workspace } from './workspace.svelte.ts';

const image = (name: string, size: number) => new File([new Uint8Array(pngImage(size, 4))], name);

async function setup() {
	const device = await openDevice(new MemorySyncServer(systemClock));
	const session = await device.open(unwrap(await device.home.createProject()));
	const workspace = await Workspace.open(session, device.parts.storage);
	const { scene } = workspace;
	if (!scene) throw new Error('The new project has no scene');
	const things = () => {
		const { entities, hierarchy } = scene.snapshot;
		return (hierarchy.childrenOf.get(null) ?? []).flatMap((id) => entities.get(id) ?? []);
	};
	return { workspace, scene, things };
}

describe('files that are imported into a scene', () => {
	it('[E189] stand close together, none in another, all of them selected', async () => {
		const { workspace, scene, things } = await setup();
		const files = Array.from({ length: 9 }, (_, i) => image(`picture ${i}.png`, 4 + i));
		expect(await workspace.importFiles(files, [10, 0, 5])).toEqual([]);
		const places = things().map(({ values }) => values['position'] as [number, number, number]);
		expect(places).toHaveLength(9);
		const across = (axis: 0 | 2) => places.map((place) => place[axis]);
		// Nine in one row would end sixteen metres away, out of sight.
		for (const axis of [0, 2] as const)
			expect(Math.max(...across(axis)) - Math.min(...across(axis))).toBeLessThanOrEqual(6);
		for (const [i, a] of places.entries())
			for (const b of places.slice(i + 1)) expect(Math.hypot(a[0] - b[0], a[2] - b[2])).toBeGreaterThan(1.9);
		expect(places[0]).toEqual([10, 0.5, 5]);
		expect(scene.selection.ids).toEqual(things().map(({ id }) => id));
		workspace.undo();
		expect(things()).toEqual([]);
	});

	it('[E189] are called as in the panel, without what only files need', async () => {
		const { workspace, things } = await setup();
		await workspace.importFiles([image('evening_sky.png', 4), image('v1.2.png', 8)]);
		expect(things().map(({ name }) => name)).toEqual(['evening sky', 'v1.2']);
	});
});
