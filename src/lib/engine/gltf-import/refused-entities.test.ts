import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../../../tests/helpers/gltf-rig.ts';
import { madeGlb } from '../../../../tests/helpers/made-gltf.ts';
import { formatGlb, parseGlb } from '../gltf/glb.ts';

type Node = Record<string, unknown>;

describe('what is refused', () => {
	const chain = (length: number) =>
		Array.from({ length }, (_, i) => (i + 1 < length ? { children: [i + 1] } : {}));

	it.each([
		['a loop', { nodes: [{ children: [1] }, { children: [0] }], scenes: [{ nodes: [] }] }, /circle/],
		['two parents', { nodes: [{ children: [2] }, { children: [2] }, {}] }, /node 2 has two parents/],
		['a node twice', { nodes: [{}], scenes: [{ nodes: [0, 0] }] }, /lists a node twice/],
		['a child that is not there', { nodes: [{ children: [7] }] }, /node 7/],
		['too deep', { nodes: chain(300) }, /deeper than 256/],
		['no nodes', { nodes: [], scenes: [{}] }, /no nodes/],
		[
			'infinity',
			{ nodes: [{ translation: [Infinity, 0, 0] }] },
			/translation of node 0 is not 3 finite numbers/,
		],
		[
			'no turn',
			{ nodes: [{ name: 'Wheel', rotation: [0, 0, 0, 0] }] },
			/node 0 \(“Wheel”\) has a rotation without a length/,
		],
		[
			'far away',
			{ nodes: [{ name: 'Moon', translation: [4e8, 0, 0] }] },
			/node 0 \(“Moon”\) has the position \[400000000, 0, 0\]/,
		],
		['huge', { nodes: [{ name: 'God', scale: [1, 1e12, 1] }] }, /node 0 \(“God”\) has the scale/],
		['a bent extras tree', { nodes: [{ extras: 1 }], scenes: [{ nodes: ['0'] }] }, /node "0"/],
	])('[G10] %s: the reason names file, node and rule', async (_, more, why) => {
		const { nodes, ...rest }: { nodes: Node[] } = more;
		const text = await refusalOf(infinite(madeGlb(nodes, rest)), 'bad.glb');
		expect(text).toContain('“bad.glb”');
		expect(text).toMatch(why);
	});

	it('[G10] more nodes than a scene holds', async () => {
		const nodes = Array.from({ length: 100_001 }, () => ({}));
		expect(await refusalOf(madeGlb(nodes), 'many.glb')).toMatch(
			/“many\.glb” cannot become entities: .*100000/,
		);
	});

	/** JSON has no infinity, but numbers too large for it. */
	function infinite(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
		const { json, binary } = parseGlb(bytes);
		const text = json.replace('"translation":[null', '"translation":[1e999');
		if (text === json) return bytes;
		const whole = formatGlb({}, binary ?? new Uint8Array());
		const encoded = new TextEncoder().encode(text.padEnd((text.length + 3) & ~3));
		const out = new Uint8Array(20 + encoded.length + whole.length - 24);
		out.set(whole.subarray(0, 12));
		out.set(encoded, 20);
		out.set(whole.subarray(24), 20 + encoded.length);
		const view = new DataView(out.buffer);
		view.setUint32(8, out.length, true);
		view.setUint32(12, encoded.length, true);
		view.setUint32(16, 0x4e4f534a, true);
		return out;
	}
});
