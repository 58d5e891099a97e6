/** Signatures, sizes and codes of the zip format as far as project files use it (APPNOTE.TXT 6.3.3, 4.3 to 4.5). */
export const LOCAL_SIGNATURE = 0x04034b50;
export const CENTRAL_SIGNATURE = 0x02014b50;
export const END_SIGNATURE = 0x06054b50;
export const END_64_SIGNATURE = 0x06064b50;
export const LOCATOR_64_SIGNATURE = 0x07064b50;

export const LOCAL_BYTES = 30;
export const CENTRAL_BYTES = 46;
export const END_BYTES = 22;
export const END_64_BYTES = 56;
export const LOCATOR_64_BYTES = 20;

/** Where a local header keeps the checksum of its data. */
export const LOCAL_CRC_AT = 14;

export const STORED = 0;
export const DEFLATED = 8;

/** The name is UTF-8. */
export const FLAG_UTF8 = 0x0800;
/** Checksum and sizes stand behind the data instead of before it. */
export const FLAG_TRAILING_SIZES = 0x0008;
/** How hard the packer tried; says nothing to the reader. */
export const FLAG_EFFORT = 0x0006;

export const VERSION_NEEDED = 20;
export const VERSION_NEEDED_64 = 45;
/** 1 January 1980, midnight: files with equal content are equal bytes. */
export const DOS_DATE = 0x0021;

/** What a field says when the true number stands in its 64-bit counterpart. */
export const FULL_16 = 0xffff;
export const FULL_32 = 0xffffffff;
export const EXTRA_64 = 0x0001;

export const viewOf = (bytes: Uint8Array): DataView =>
	new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A 64-bit number that JavaScript counts exactly; anything beyond is no size of a file. */
export function readUint64(view: DataView, at: number): number {
	const value = view.getBigUint64(at, true);
	return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : Number.POSITIVE_INFINITY;
}
