import { afterEach, describe, expect, it, vi } from 'vitest';
import { bend, figureGlb, madeGlb, PLAIN, type Bendable } from '../../../../tests/helpers/made-gltf.ts';
import { seededRandom } from '../../base/random.ts';
import { unwrap } from '../../base/result.ts';
import { parseGlb, formatGlb } from './glb.ts';
import { checkModel } from './check-gltf.ts';
import { loadModel } from './load-model.ts';
import { rehearseModel } from './rehearse-model.ts';

afterEach(() => {
	vi.unstubAllGlobals();
	vi.restoreAllMocks();
});

/** Why a model that its description speaks for is refused all the same; `fine` when it is not. */
async function verdict(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
	const packed = unwrap(checkModel(bytes, 'odd.glb')).bytes;
	const rehearsed = await rehearseModel(packed, 'odd.glb');
	if (rehearsed.ok) return 'fine';
	expect(rehearsed.error.message).toMatch(/^“odd\.glb” is damaged: .*\. Export it again\.$/);
	// What came past an import is refused where it would be shown.
	expect((await loadModel(packed)).ok).toBe(false);
	return rehearsed.error.message;
}

const bent = (change: (json: Bendable) => void) => verdict(bend(figureGlb(PLAIN), change));

/** The same file with other numbers at the beginning of a buffer view. */
function poke(bytes: Uint8Array, view: number, numbers: Float32Array | Uint8Array): Uint8Array<ArrayBuffer> {
	const { json, binary = new Uint8Array() } = parseGlb(bytes);
	const description = JSON.parse(json) as { bufferViews: { byteOffset: number }[] };
	const data = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
	binary.set(data, description.bufferViews[view]?.byteOffset);
	return formatGlb(description, binary);
}

describe('[E186] a model whose description is fine is refused', () => {
	it('and one that is whole is not', async () => {
		expect(await verdict(figureGlb(PLAIN))).toBe('fine');
		expect(await verdict(figureGlb())).toBe('fine');
	});

	it('when it hangs on bones that are not there: they would end the drawing of everything', async () => {
		const far = poke(figureGlb(PLAIN), 4, new Uint8Array([0, 1, 0, 0, 9, 1, 0, 0, 0, 1, 0, 0]));
		expect(await verdict(far)).toContain('a mesh hangs on bone 9, but has 2');
	});

	it.each([NaN, Infinity, -Infinity])('when a point of it is at %s', async (number) => {
		const lost = poke(madeGlb([{ mesh: 0 }], PLAIN), 0, new Float32Array([0, number, 0]));
		expect(await verdict(lost)).toContain('a point of a mesh is not a place');
	});

	it('when it reaches beyond what can be seen, by its points or by its nodes', async () => {
		const wide = poke(madeGlb([{ mesh: 0 }], PLAIN), 0, new Float32Array([0, 1e30, 0]));
		expect(await verdict(wide)).toContain('reaches farther');
		expect(await bent((json) => (json.nodes[0].scale = [1e200, 1e200, 1e200]))).toContain('reaches farther');
	});

	it('and what it says of its own size is not believed', async () => {
		const liar = bend(madeGlb([{ mesh: 0 }], PLAIN), (json) => (json.accessors[0].max = [1e30, 'x', null]));
		expect(await verdict(liar)).toBe('fine');
	});

	it('when the loader trips over it', async () => {
		const odd = 'its parts do not fit together';
		const pinhole = (json: Bendable) => {
			json.cameras = [{ type: 'pinhole' }];
			json.nodes[3].camera = 0;
		};
		expect(await bent(pinhole)).toContain(odd);
		expect(await bent((json) => delete json.animations[0].channels)).toContain(odd);
	});

	it('when the browser cannot decode one of its pictures, by the name of that', async () => {
		const close = vi.fn();
		vi.stubGlobal('createImageBitmap', () => Promise.resolve({ close }));
		expect(await verdict(madeGlb([{ mesh: 0 }]))).toBe('fine');
		expect(close).toHaveBeenCalledOnce();
		vi.stubGlobal('createImageBitmap', () => Promise.reject(new DOMException('no', 'InvalidStateError')));
		const rehearsed = await rehearseModel(madeGlb([{ mesh: 0 }]), 'odd.glb');
		expect(rehearsed.ok ? '' : rehearsed.error.message).toContain('its texture “cloth” cannot be read');
	});
});

it.each(['nodes', 'meshes', 'animations', 'skins', 'scenes'])(
	'[bad input] names in “%s” that are no text are refused before the loader fails where nobody waits for it',
	(list) => {
		const checked = checkModel(
			bend(figureGlb(), (json) => (json[list][0].name = [null])),
			'odd.glb',
		);
		expect(checked.ok ? '' : checked.error.message).toContain(`a name in “${list}” is not text`);
	},
);

const ODD = [
	-1,
	1,
	7,
	1e9,
	1e308,
	null,
	'x',
	[],
	{},
	true,
	'constructor',
	'__proto__',
	'MAT4',
	5125,
	5121,
	0.5,
];

it('[E186] what is let through can be shown: 600 descriptions bent at random', async () => {
	vi.spyOn(console, 'warn').mockReturnValue();
	vi.spyOn(console, 'error').mockReturnValue();
	const random = seededRandom(34);
	const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
	const outcomes = { refused: 0, caught: 0, fine: 0 };
	for (let run = 0; run < 600; run++) {
		const bytes = bend(figureGlb(PLAIN), (json) => {
			const [owner, key] = pick(placesIn(json));
			owner[key] = pick(ODD);
		});
		const checked = checkModel(bytes, 'odd.glb');
		if (!checked.ok) outcomes.refused++;
		else if (!(await rehearseModel(checked.value.bytes, 'odd.glb')).ok) outcomes.caught++;
		else {
			outcomes.fine++;
			expect(await loadModel(checked.value.bytes)).toMatchObject({ ok: true });
		}
	}
	expect(outcomes.refused).toBeGreaterThan(200);
	expect(outcomes.caught).toBeGreaterThan(0);
	expect(outcomes.fine).toBeGreaterThan(40);
});

/** Every place in a value, by what it lies in. */
function placesIn(value: Bendable): [owner: Bendable, key: string][] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.keys(value as object).flatMap((key) => [[value, key], ...placesIn(value[key])]);
}
