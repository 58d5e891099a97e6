import {
	CENTRAL_BYTES,
	CENTRAL_SIGNATURE,
	DOS_DATE,
	END_64_BYTES,
	END_64_SIGNATURE,
	END_BYTES,
	END_SIGNATURE,
	EXTRA_64,
	FLAG_UTF8,
	FULL_16,
	FULL_32,
	LOCAL_BYTES,
	LOCAL_CRC_AT,
	LOCAL_SIGNATURE,
	LOCATOR_64_BYTES,
	LOCATOR_64_SIGNATURE,
	VERSION_NEEDED,
	VERSION_NEEDED_64,
	viewOf,
} from './zip-layout.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** One entry as the directory will list it. */
export type WrittenEntry = {
	readonly name: Bytes;
	readonly method: number;
	/** Known when its data was written. */
	crc: number;
	readonly packed: number;
	readonly size: number;
	readonly offset: number;
};

/** What stands before an entry's data, its name included. No entry is larger than 32 bits say. */
export function localHeader({ name, method, crc, packed, size }: WrittenEntry): Bytes {
	const header = new Uint8Array(LOCAL_BYTES + name.length);
	const view = viewOf(header);
	view.setUint32(0, LOCAL_SIGNATURE, true);
	view.setUint16(4, VERSION_NEEDED, true);
	view.setUint16(6, FLAG_UTF8, true);
	view.setUint16(8, method, true);
	view.setUint16(12, DOS_DATE, true);
	view.setUint32(LOCAL_CRC_AT, crc, true);
	view.setUint32(18, packed, true);
	view.setUint32(22, size, true);
	view.setUint16(26, name.length, true);
	header.set(name, LOCAL_BYTES);
	return header;
}

/** An entry's line in the directory; from `full` on, its place stands in an extra field of 64 bits. */
export function centralHeader(
	{ name, method, crc, packed, size, offset }: WrittenEntry,
	full: number,
): Bytes {
	const far = offset >= full;
	const extra = far ? 12 : 0;
	const header = new Uint8Array(CENTRAL_BYTES + name.length + extra);
	const view = viewOf(header);
	const needed = far ? VERSION_NEEDED_64 : VERSION_NEEDED;
	view.setUint32(0, CENTRAL_SIGNATURE, true);
	view.setUint16(4, needed, true);
	view.setUint16(6, needed, true);
	view.setUint16(8, FLAG_UTF8, true);
	view.setUint16(10, method, true);
	view.setUint16(14, DOS_DATE, true);
	view.setUint32(16, crc, true);
	view.setUint32(20, packed, true);
	view.setUint32(24, size, true);
	view.setUint16(28, name.length, true);
	view.setUint16(30, extra, true);
	view.setUint32(42, far ? FULL_32 : offset, true);
	header.set(name, CENTRAL_BYTES);
	if (far) {
		const at = CENTRAL_BYTES + name.length;
		view.setUint16(at, EXTRA_64, true);
		view.setUint16(at + 2, 8, true);
		view.setBigUint64(at + 4, BigInt(offset), true);
	}
	return header;
}

/** What ends a zip: the place of its directory, in 64 bits as well where 32 don't do. */
export function endRecords(count: number, start: number, bytes: number, full: number): Bytes {
	const far = start >= full || bytes >= full || count >= FULL_16;
	const record = new Uint8Array((far ? END_64_BYTES + LOCATOR_64_BYTES : 0) + END_BYTES);
	const view = viewOf(record);
	if (far) writeEnd64(view, count, start, bytes);
	const at = record.length - END_BYTES;
	view.setUint32(at, END_SIGNATURE, true);
	view.setUint16(at + 8, far ? FULL_16 : count, true);
	view.setUint16(at + 10, far ? FULL_16 : count, true);
	view.setUint32(at + 12, far ? FULL_32 : bytes, true);
	view.setUint32(at + 16, far ? FULL_32 : start, true);
	return record;
}

function writeEnd64(view: DataView, count: number, start: number, bytes: number): void {
	view.setUint32(0, END_64_SIGNATURE, true);
	view.setBigUint64(4, BigInt(END_64_BYTES - 12), true);
	view.setUint16(12, VERSION_NEEDED_64, true);
	view.setUint16(14, VERSION_NEEDED_64, true);
	view.setBigUint64(24, BigInt(count), true);
	view.setBigUint64(32, BigInt(count), true);
	view.setBigUint64(40, BigInt(bytes), true);
	view.setBigUint64(48, BigInt(start), true);
	view.setUint32(END_64_BYTES, LOCATOR_64_SIGNATURE, true);
	view.setBigUint64(END_64_BYTES + 8, BigInt(start + bytes), true);
	view.setUint32(END_64_BYTES + 16, 1, true);
}
