import { describe, expect, it, vi } from 'vitest';
import { Emitter } from '#lib/base/emitter.ts';
import { mintEntityId, type AssetHash } from '#lib/base/ids.ts';
import type { JsonValue } from '#lib/base/json.ts';
import type { EntitySnapshot } from '#lib/doc/entity.ts';
import { listClips } from '#lib/engine/gltf/list-clips.ts';
import { bend, figureGlb, PLAIN } from '../../../../tests/helpers/made-gltf.ts';
import { clipOptions } from './clip-options.ts';
import { ModelClips } from './model-clips.svelte.ts';

const [WALKER, SINGER] = ['a'.repeat(64), 'b'.repeat(64)] as [AssetHash, AssetHash];
const walker = figureGlb(PLAIN);
const singer = bend(walker, (json) => {
	json.animations.push({ ...json.animations[0], name: 'Sing' });
});

function shows(model: AssetHash | null, more: Record<string, JsonValue> = {}): EntitySnapshot {
	const values = { mesh: true, 'mesh.geometry': 'model', 'mesh.model': model, ...more };
	return { id: mintEntityId(), name: 'Figure', values } as unknown as EntitySnapshot;
}

function setup(
	here: [AssetHash, Uint8Array<ArrayBuffer>][] = [
		[WALKER, walker],
		[SINGER, singer],
	],
) {
	const files = new Map(here);
	const arrived = new Emitter<AssetHash>();
	const load = vi.fn((hash: AssetHash) => Promise.resolve(files.get(hash) ?? null));
	const assets = { load, onArrived: (listener: (hash: AssetHash) => void) => arrived.on(listener) };
	const clips = new ModelClips(
		assets,
		() => ({ bytes: 1000 }),
		() => Promise.resolve(listClips),
	);
	return { clips, files, arrived, load };
}

describe('[T123] the movements to choose from', () => {
	it('are those of the model, read once, and those that all of the selected can play', async () => {
		const { clips, load } = setup();
		const both = [shows(SINGER), shows(WALKER)];
		expect(clips.common(both)).toBeUndefined();
		clips.read(both);
		clips.read([shows(SINGER)]);
		await vi.waitFor(() => expect(clips.common(both)).toEqual(['Lift']));
		expect(clips.common([shows(SINGER)])).toEqual(['Lift', 'Sing']);
		expect(load).toHaveBeenCalledTimes(2);
	});

	it('are none of a mesh alone, and not known of what shows no model', async () => {
		const { clips } = setup();
		const mesh = shows(WALKER, { 'mesh.part': 'mesh/0' });
		clips.read([mesh]);
		await vi.waitFor(() => expect(clips.common([mesh])).toEqual([]));
		expect(clips.common([shows(null)])).toBeUndefined();
		expect(clips.common([])).toBeUndefined();
	});

	it('are read when their file comes', async () => {
		const { clips, files, arrived, load } = setup([]);
		clips.read([shows(WALKER)]);
		await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(1));
		files.set(WALKER, walker);
		arrived.emit(WALKER);
		await vi.waitFor(() => expect(clips.common([shows(WALKER)])).toEqual(['Lift']));
	});

	it('stand with the first, and with what is set though the model has it not', () => {
		const words = (clips: string[], value: string | null) =>
			clipOptions(clips, value).map(({ label }) => label);
		expect(words(['Lift', 'Sing'], 'Lift')).toEqual(['The first (Lift)', 'Lift', 'Sing']);
		expect(words(['Lift'], 'Dance')).toEqual(['The first (Lift)', 'Lift', 'Dance (not in this model)']);
		expect(words([], null)).toEqual(['It brings no movements']);
	});
});
