import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';

/** Texts up to this length are put together here, without asking the browser: ids, colours, names. */
const SHORT = 40;

const CODES = Array.from({ length: SHORT + 1 }, (_, length) => new Array<number>(length).fill(0));

const scratch = new DataView(new ArrayBuffer(8));

/**
 * Reads a v2 update like Yjs's own decoder, made for whole documents: values are read without a view and a call into
 * the browser for each number and string, lists are as long as what is in them, and names that recur are one string.
 */
export class StateDecoder extends Y.UpdateDecoderV2 {
	readonly #names = new Map<string, string>();
	#lastId: Y.ID | null = null;

	constructor(bytes: Uint8Array) {
		super(decoding.createDecoder(bytes));
	}

	/** The same name is the same string. */
	readName(): string {
		const name = this.readString();
		const known = this.#names.get(name);
		if (known !== undefined) return known;
		this.#names.set(name, name);
		return name;
	}

	/** What it refers to is often what the struct before referred to, and then the same object. */
	override readLeftID(): Y.ID {
		const client = this.clientDecoder.read();
		const clock = this.leftClockDecoder.read();
		const last = this.#lastId;
		if (last?.clock === clock && last.client === client) return last;
		return (this.#lastId = Y.createID(client, clock));
	}

	readValues(): unknown[] {
		return this.#readList(this.readLen());
	}

	override readAny(): unknown {
		const { restDecoder: rest } = this;
		const { arr: bytes, pos } = rest;
		switch (bytes[pos]) {
			case 125:
				rest.pos = pos + 1;
				return decoding.readVarInt(rest);
			case 124:
				this.#fill(4);
				return scratch.getFloat32(0);
			case 123:
				this.#fill(8);
				return scratch.getFloat64(0);
			case 121:
			case 120:
				rest.pos = pos + 1;
				return bytes[pos] === 120;
			case 119:
				rest.pos = pos + 1;
				return this.#readText();
			case 117:
				rest.pos = pos + 1;
				return this.#readList(decoding.readVarUint(rest));
			default:
				return decoding.readAny(rest);
		}
	}

	#readList(length: number): unknown[] {
		// Each value takes a byte at least: no lie about the length takes more room than the update.
		if (length > this.restDecoder.arr.length - this.restDecoder.pos)
			throw new Error('The update ends in a list');
		if (length === 1) return [this.readAny()];
		const list = new Array<unknown>(length);
		for (let i = 0; i < length; i++) list[i] = this.readAny();
		return list;
	}

	#fill(length: number): void {
		const { restDecoder: rest } = this;
		const start = rest.pos + 1;
		if (start + length > rest.arr.length) throw new Error('The update ends in a number');
		for (let i = 0; i < length; i++) scratch.setUint8(i, rest.arr[start + i] as number);
		rest.pos = start + length;
	}

	#readText(): string {
		const { restDecoder: rest } = this;
		const { pos, arr: bytes } = rest;
		const length = decoding.readVarUint(rest);
		const codes = CODES[length];
		if (codes && rest.pos + length <= bytes.length && copyAscii(bytes, rest.pos, codes)) {
			rest.pos += length;
			return String.fromCharCode.apply(null, codes);
		}
		rest.pos = pos;
		return decoding.readVarString(rest);
	}
}

function copyAscii(bytes: Uint8Array, start: number, codes: number[]): boolean {
	for (let i = 0; i < codes.length; i++) {
		const byte = bytes[start + i] as number;
		if (byte > 127) return false;
		codes[i] = byte;
	}
	return true;
}
