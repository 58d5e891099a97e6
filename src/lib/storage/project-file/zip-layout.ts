/** Signatures, sizes and codes of the zip format as far as project files use it (APPNOTE.TXT 6.3.3, 4.3). */
export const LOCAL_SIGNATURE = 0x04034b50;
export const CENTRAL_SIGNATURE = 0x02014b50;
export const END_SIGNATURE = 0x06054b50;

export const LOCAL_BYTES = 30;
export const CENTRAL_BYTES = 46;
export const END_BYTES = 22;

export const STORED = 0;
export const DEFLATED = 8;

/** The name is UTF-8. */
export const FLAG_UTF8 = 0x0800;
/** Checksum and sizes stand behind the data instead of before it. */
export const FLAG_TRAILING_SIZES = 0x0008;
/** How hard the packer tried; says nothing to the reader. */
export const FLAG_EFFORT = 0x0006;

export const VERSION_NEEDED = 20;
/** 1 January 1980, midnight: files with equal content are equal bytes. */
export const DOS_DATE = 0x0021;

export const viewOf = (bytes: Uint8Array): DataView =>
	new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
