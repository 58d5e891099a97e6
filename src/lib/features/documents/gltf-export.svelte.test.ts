import { describe, expect, it } from 'vitest';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { GltfFile, GltfRefusal } from '#lib/studio/scene-gltf.ts';
import { GltfExport } from './gltf-export.svelte.ts';

const FILE: GltfFile = {
	fileName: 'Scene 1.glb',
	blob: new Blob(['abc']),
	notes: [{ kind: 'environment', count: 5, names: ['Dawn', 'Noon', 'Dusk'] }],
};

function setup() {
	const saved: string[] = [];
	const gltf = new GltfExport((fileName) => saved.push(fileName));
	const { promise, resolve } = Promise.withResolvers<Result<GltfFile, GltfRefusal>>();
	return { gltf, saved, written: promise, finish: resolve };
}

describe('the export of a scene', () => {
	it('[G6] shows how far it is, saves the file, and says what others will not see', async () => {
		const { gltf, saved, written, finish } = setup();
		let tell: (share: number) => void = () => {};
		const run = gltf.run('Scene 1', (_, onProgress) => {
			tell = onProgress;
			return written;
		});
		tell(0.4);
		expect(gltf.state).toEqual({ kind: 'working', title: 'Scene 1', share: 0.4 });
		finish(ok(FILE));
		await run;
		expect(saved).toEqual(['Scene 1.glb']);
		expect(gltf.state).toMatchObject({ kind: 'done', bytes: 3 });
		expect('notes' in gltf.state && gltf.state.notes).toEqual([
			'Sky, fog and exposure are not seen (Dawn, Noon, Dusk and 2 more)',
		]);
	});

	it('[G6] saves nothing once it was given up, whenever the file comes', async () => {
		const { gltf, saved, written, finish } = setup();
		let given: AbortSignal | undefined;
		const run = gltf.run('Scene 1', (signal) => {
			given = signal;
			return written;
		});
		gltf.close();
		expect(given?.aborted).toBe(true);
		finish(ok(FILE));
		await run;
		expect(saved).toEqual([]);
		expect(gltf.state).toEqual({ kind: 'closed' });
	});

	it('says why there is no file, also when something broke', async () => {
		const { gltf } = setup();
		await gltf.run('Scene 1', async () => err('nothing-to-export'));
		expect(gltf.state).toMatchObject({
			kind: 'refused',
			reason: expect.stringContaining('nothing in it') as string,
		});
		await gltf.run('Scene 1', () => Promise.reject(new Error('out of memory')));
		expect(gltf.state).toMatchObject({
			kind: 'refused',
			reason: expect.stringContaining('out of memory') as string,
		});
	});
});
