import { describe, expect, it } from 'vitest';
import { bend, madeGlb, type Bendable } from '../../../../tests/helpers/made-gltf.ts';
import { pngImage } from '../../../../tests/helpers/made-files.ts';
import { checkImageFile } from '../image/check-image-file.ts';
import { checkModel, explainRefusal } from './check-gltf.ts';

const MANY = 150_000;

/** Why the model is refused, after its name; `fine` when it is not. */
function verdict(bytes: Uint8Array, name = 'bomb.glb'): string {
	const checked = checkModel(bytes, name);
	if (checked.ok) return 'fine';
	expect(checked.error.message).toMatch(/^“bomb\.gl(b|tf)” .*\.$/);
	return checked.error.message;
}

const bent = (change: (json: Bendable) => void): string => verdict(bend(madeGlb([{ mesh: 0 }]), change));

describe('[bad input] a small file that becomes a large scene is refused', () => {
	it('whose nodes show a mesh of many parts again and again', () => {
		const why = bent((json) => {
			json.meshes[0].primitives = Array(2000).fill(json.meshes[0].primitives[0]);
			json.nodes = Array.from({ length: 2000 }, () => ({ mesh: 0 }));
			json.scenes[0].nodes = [...json.nodes.keys()];
		});
		expect(why).toMatch(/4000000 pieces/);
	});

	it('whose lists lie over one another', () => {
		const why = bent((json) => {
			json.buffers = [{ byteLength: 65_536, uri: `data:;base64,${'A'.repeat(87_384)}` }];
			json.bufferViews = [{ buffer: 0, byteLength: 65_532 }];
			json.accessors = Array(MANY).fill({ bufferView: 0, componentType: 5126, count: 5461, type: 'VEC3' });
			json.meshes = [{ primitives: [{ attributes: { POSITION: 0 } }] }];
			Object.assign(json, { images: [], textures: [], materials: [] });
		});
		expect(why).toMatch(/unpack to \d+ MB/);
	});

	it('whose mesh has shape keys without end', () => {
		const why = bent((json) => {
			json.accessors[9] = { componentType: 5126, count: 1000, type: 'VEC3' };
			json.meshes[0].primitives = [
				{ attributes: { POSITION: 9 }, targets: Array(MANY).fill({ POSITION: 9 }), material: 0 },
			];
		});
		expect(why).toMatch(/unpack to \d+ MB/);
	});

	it('that is more than the stack or the memory of a browser, in words; other errors are ours', () => {
		const overflow = new RangeError('Maximum call stack size exceeded');
		expect(explainRefusal(overflow, 'bomb.gltf')).toMatchObject({
			reason: 'too-large',
			message: expect.stringMatching(/^“bomb\.gltf” is nested too deep, or too large/) as string,
		});
		expect(() => explainRefusal(new TypeError('ours'), 'bomb.gltf')).toThrow('ours');
	});

	it('and what is only large is not', () => {
		const fine = bent((json) => {
			json.nodes = Array.from({ length: 20_000 }, () => ({ mesh: 0 }));
			json.scenes[0].nodes = [...json.nodes.keys()];
			json.meshes[0].primitives[0].targets = Array(100).fill({ POSITION: 0 });
		});
		expect(fine).toBe('fine');
	});
});

describe('[bad input] an image that was cut off is refused before it is kept', () => {
	const whole = pngImage(64, 64);
	const refusal = async (bytes: Uint8Array): Promise<string> => {
		const checked = await checkImageFile(new Blob([new Uint8Array(bytes)]), 'wall.png');
		return checked.ok ? 'fine' : checked.error.message;
	};

	it('a PNG, wherever it ends', async () => {
		expect(await refusal(whole)).toBe('fine');
		expect(await refusal(Buffer.concat([whole, Buffer.alloc(70_000)]))).toBe('fine');
		for (const end of [whole.length - 1, whole.length - 12, Math.floor(whole.length / 2), 40])
			expect(await refusal(whole.subarray(0, end)), `${end} bytes`).toMatch(/^“wall\.png” is cut off/);
	});

	it('a JPEG without its end, whatever small picture it carries, and a WebP shorter than it says', async () => {
		const head = [0xff, 0xd8, 0xff, 0xe1, 0, 6, 0xff, 0xd9, 0, 0, 0xff, 0xc0, 0, 17, 8, 0, 4, 0, 4, 3];
		const jpeg = new Uint8Array([...head, ...Array<number>(300_000).fill(7)]);
		expect(await refusal(jpeg)).toMatch(/is cut off/);
		expect(await refusal(new Uint8Array([...jpeg, 0xff, 0xd9, 0, 0]))).toBe('fine');
		const webp = Buffer.from('RIFF....WEBPVP8X....\0\0\0\0\x03\0\0\x03\0\0');
		webp.writeUInt32LE(webp.length - 8, 4);
		expect(await refusal(webp)).toBe('fine');
		webp.writeUInt32LE(webp.length, 4);
		expect(await refusal(webp)).toMatch(/is cut off/);
	});
});
