import { byteAt, ByteSource, dezig, expect } from './byte-source.ts';

/** The last few values, newest first. */
class Fifo {
	#values: Uint32Array;
	#at = 0;

	constructor(size: number) {
		this.#values = new Uint32Array(size);
	}

	push(value: number): void {
		this.#values[this.#at] = value;
		this.#at = (this.#at + 1) & (this.#values.length - 1);
	}

	read(back: number): number {
		return this.#values[(this.#at - 1 - back) & (this.#values.length - 1)] ?? 0;
	}
}

/** Codes of the rare cases end the data, behind them sixteen fixed bytes. */
const AUX_SIZE = 16;

/** Decodes `EXT_meshopt_compression` triangles. After the reference decoder by Jasper St. Pierre (meshoptimizer, MIT). */
export function decodeTriangles(target: Uint8Array, count: number, stride: number, bytes: Uint8Array): void {
	expect(byteAt(bytes, 0) === 0xe1 && count % 3 === 0, 'it is no list of triangles');
	new TriangleReader(bytes, count / 3).readAll(wordsOf(target, stride));
}

class TriangleReader {
	#codes: ByteSource;
	#data: ByteSource;
	#auxAt: number;
	#count: number;
	#next = 0;
	#last = 0;
	#edges = new Fifo(32);
	#points = new Fifo(16);

	constructor(bytes: Uint8Array, count: number) {
		this.#count = count;
		this.#codes = new ByteSource(bytes, 1);
		this.#data = new ByteSource(bytes, 1 + count);
		this.#auxAt = bytes.length - AUX_SIZE;
	}

	readAll(target: Uint16Array | Uint32Array): void {
		for (let i = 0; i < this.#count; i++) {
			const code = this.#codes.next();
			const triangle = code >>> 4 < 15 ? this.#continue(code >>> 4, code & 15) : this.#begin(code & 15);
			target.set(triangle, i * 3);
		}
	}

	/** A triangle on an edge seen lately: one new corner. */
	#continue(edge: number, how: number): [number, number, number] {
		const a = this.#edges.read(edge << 1);
		const b = this.#edges.read((edge << 1) + 1);
		let c: number;
		if (how > 0 && how < 13) c = this.#points.read(how);
		else {
			c = how === 0 ? this.#next++ : how === 13 ? --this.#last : how === 14 ? ++this.#last : this.#far();
			this.#points.push(c);
		}
		for (const point of [b, c, c, a]) this.#edges.push(point);
		return [a, b, c];
	}

	/** A triangle of its own: three corners, some of them new. */
	#begin(how: number): [number, number, number] {
		const common = how < 14;
		const code = common ? byteAt(this.#data.bytes, this.#auxAt + how) : this.#data.next();
		if (!common && code === 0) this.#next = 0;
		const a = how === 15 ? this.#far() : this.#next++;
		const b = this.#corner(code >>> 4, common);
		const c = this.#corner(code & 15, common);
		this.#points.push(a);
		if (isNew(code >>> 4, common)) this.#points.push(b);
		if (isNew(code & 15, common)) this.#points.push(c);
		for (const point of [a, b, b, c, c, a]) this.#edges.push(point);
		return [a, b, c];
	}

	#corner(code: number, common: boolean): number {
		if (code === 0) return this.#next++;
		return code === 15 && !common ? this.#far() : this.#points.read(code - 1);
	}

	#far(): number {
		this.#last += dezig(this.#data.nextVarint());
		return this.#last;
	}
}

const isNew = (code: number, common: boolean): boolean => code === 0 || (code === 15 && !common);

/** Decodes `EXT_meshopt_compression` index sequences (strips, lines, points). */
export function decodeSequence(target: Uint8Array, count: number, stride: number, bytes: Uint8Array): void {
	expect(byteAt(bytes, 0) === 0xd1, 'it is no list of indices');
	const words = wordsOf(target, stride);
	const source = new ByteSource(bytes, 1);
	const last = new Uint32Array(2);
	for (let i = 0; i < count; i++) {
		const value = source.nextVarint();
		const line = value & 1;
		last[line] = (last[line] ?? 0) + dezig(value >>> 1);
		words[i] = last[line];
	}
}

function wordsOf(target: Uint8Array, stride: number): Uint16Array | Uint32Array {
	expect(stride === 2 || stride === 4, 'its indices have a wrong size');
	return stride === 2
		? new Uint16Array(target.buffer, target.byteOffset, target.byteLength >> 1)
		: new Uint32Array(target.buffer, target.byteOffset, target.byteLength >> 2);
}
