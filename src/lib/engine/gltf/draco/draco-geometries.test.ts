import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runInThisContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../base/random.ts';
import { loadStarterModel } from '../../starter-assets.ts';
import { parseGlb } from '../glb.ts';
import { decodeGeometry } from './draco-geometries.ts';
import type { DracoModule } from './draco-module.ts';

let draco: DracoModule;

beforeAll(async () => {
	const require = createRequire(import.meta.url);
	const path = require.resolve('three/examples/jsm/libs/draco/gltf/draco_decoder.js');
	// A classic script, as the page loads it; under Node it also wants what CommonJS gives.
	const wrapped = `(function (require, __dirname) {${readFileSync(path, 'utf8')}; return DracoDecoderModule; })`;
	const wrap = runInThisContext(wrapped) as (
		...given: unknown[]
	) => (options: object) => Promise<DracoModule>;
	draco = await wrap(require, '')({});
});

/** The compressed part of the shipped bunny: its only buffer view. */
async function bunny() {
	const { json, binary } = parseGlb(await loadStarterModel('bunny'));
	const { bufferViews } = JSON.parse(json) as { bufferViews: { byteLength: number }[] };
	return new Int8Array(binary!.slice(0, bufferViews[0]!.byteLength).buffer);
}

const IDS = { position: 0, normal: 1 };
const TYPES = { position: 'Float32Array', normal: 'Float32Array' };

describe('Draco', () => {
	it('decodes a real model: points within its announced box, indices within its points', async () => {
		const geometry = decodeGeometry(draco, await bunny(), IDS, TYPES);
		geometry.computeBoundingBox();
		expect(geometry.getAttribute('position').count).toBe(2826);
		expect(geometry.index!.count).toBe(16_944);
		expect(Math.max(...geometry.index!.array)).toBeLessThan(2826);
		expect(geometry.boundingBox!.max.y).toBeCloseTo(0.94, 1);
	});

	it('ends damaged data with an error or other points, and can decode again', async () => {
		const random = seededRandom(5);
		const good = await bunny();
		let failed = 0;
		for (let i = 0; i < 40; i++) {
			const bytes = good.slice(0, i % 2 ? good.length : Math.floor(random() * good.length));
			bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
			try {
				decodeGeometry(draco, bytes, IDS, TYPES);
			} catch (cause) {
				expect(cause).toBeInstanceOf(Error);
				failed++;
			}
		}
		expect(failed).toBeGreaterThan(10);
		expect(decodeGeometry(draco, good, IDS, TYPES).index!.count).toBe(16_944);
	});
});
