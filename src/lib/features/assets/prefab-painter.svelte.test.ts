import { describe, expect, it, vi } from 'vitest';
import { lampPrefab } from '../../../../tests/helpers/lamp-prefab.ts';
import { ManualClock } from '#lib/base/clock.ts';
import { mintDocumentId, type DocumentId } from '#lib/base/ids.ts';
import { err, ok, unwrap } from '#lib/base/result.ts';
import type { Thumbnails as Painter } from '#lib/engine/thumbnail.ts';
import { PrefabPainter, QUIET_MS } from './prefab-painter.ts';

async function setup() {
	const opened = await lampPrefab();
	const { session, scene, instance } = opened;
	// A street light holds the lamp.
	scene.select([instance]);
	unwrap(await session.prefabs.create(scene, 'Street light'));
	const outerId = session.documents.find(({ title }) => title === 'Street light')!.id;
	const clock = new ManualClock();
	const picture = new Blob(['picture']);
	const draw = vi.fn<Painter['scene']>(() => Promise.resolve(ok(picture)));
	const bring = vi.fn(() => Promise.resolve({ scene: draw } as unknown as Painter));
	const painter = new PrefabPainter({ session, theme: () => 'dark', clock, painter: { bring } });
	const told: DocumentId[] = [];
	painter.onChanged((id) => told.push(id));
	return { ...opened, outerId, clock, picture, draw, bring, painter, told };
}

describe('the picture of a prefab', () => {
	it('[E183] shows all it holds, with the prefabs inside of it', async () => {
		const { painter, prefabId, outerId, draw, picture } = await setup();
		expect(await painter.draw(prefabId)).toBe(picture);
		expect(await painter.draw(outerId)).toBe(picture);
		const names = draw.mock.calls.map(([shown]) => [...shown.entities.values()].map(({ name }) => name));
		expect(names).toEqual([
			['Lamp', 'Bulb'],
			['Lamp', 'Lamp', 'Bulb'],
		]);
	});

	it('[E183] is drawn anew once what it holds rests, also what stands inside of it', async () => {
		const { painter, session, prefabId, outerId, clock, told } = await setup();
		const lamp = session.scene(prefabId)!;
		const [pole] = lamp.snapshot.hierarchy.childrenOf.get(null)!;
		const move = (x: number) =>
			unwrap(lamp.setFields([{ entityId: pole!, key: 'position', value: [x, 0, 0] }]));
		move(1);
		clock.advance(QUIET_MS);
		expect(told).toEqual([]);
		await painter.draw(prefabId);
		await painter.draw(outerId);
		move(2);
		clock.advance(QUIET_MS - 1);
		move(3);
		clock.advance(QUIET_MS - 1);
		expect(told).toEqual([]);
		clock.advance(1);
		expect(told).toEqual([prefabId, outerId]);
	});

	it('[E183] is left out for what is empty, not here, or cannot be drawn', async () => {
		const { painter, session, prefabId, draw, bring } = await setup();
		draw.mockResolvedValue(err('No WebGL'));
		expect(await painter.draw(prefabId)).toBeNull();
		const lamp = session.scene(prefabId)!;
		unwrap(lamp.remove([...(lamp.snapshot.hierarchy.childrenOf.get(null) ?? [])]));
		bring.mockClear();
		expect(await painter.draw(prefabId)).toBeNull();
		expect(await painter.draw(mintDocumentId())).toBe('missing');
		expect(bring).not.toHaveBeenCalled();
	});
});
