import { expect } from './byte-source.ts';
import { decodeSequence, decodeTriangles } from './decode-indices.ts';
import { decodeVertices } from './decode-vertices.ts';
import { applyFilter, type MeshoptFilter } from './filters.ts';

/**
 * What GLTFLoader wants of a meshopt decoder, in plain code: the usual one is WebAssembly, which the page's
 * content security policy kept out until physics came. Throws on damaged data.
 */
export const meshoptDecoder = {
	supported: true,
	ready: Promise.resolve(),
	decodeGltfBuffer(
		target: Uint8Array<ArrayBuffer>,
		count: number,
		stride: number,
		source: Uint8Array,
		mode: string,
		filter: MeshoptFilter = 'NONE',
	): void {
		expect(target.length === count * stride, 'its size is wrong');
		switch (mode) {
			case 'ATTRIBUTES':
				decodeVertices(target, count, stride, source);
				return applyFilter(filter, target, count, stride);
			case 'TRIANGLES':
				return decodeTriangles(target, count, stride, source);
			case 'INDICES':
				return decodeSequence(target, count, stride, source);
			default:
				expect(false, `an unknown mode ${JSON.stringify(mode)}`);
		}
	},
};
