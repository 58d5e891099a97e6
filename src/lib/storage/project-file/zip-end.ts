import type { ByteSource } from './byte-source.ts';
import { PROJECT_FILE_LIMITS } from './project-file.ts';
import { damaged, notAProject, tooLarge } from './project-file-refusal.ts';
import {
	CENTRAL_BYTES,
	END_64_BYTES,
	END_64_SIGNATURE,
	END_BYTES,
	END_SIGNATURE,
	FULL_16,
	FULL_32,
	LOCAL_SIGNATURE,
	LOCATOR_64_BYTES,
	LOCATOR_64_SIGNATURE,
	readUint64,
	viewOf,
} from './zip-layout.ts';

/** Where a zip's directory lies, and how many entries it lists. */
export type ZipEnd = { readonly count: number; readonly start: number; readonly bytes: number };

/** Names in our files are short ASCII; twice the longest of them. */
const MAX_DIRECTORY_BYTES = PROJECT_FILE_LIMITS.entries * (CENTRAL_BYTES + 200);

/** The records a zip ends with, of which nothing may follow. Throws a ProjectFileRefusal. */
export async function readZipEnd(source: ByteSource): Promise<ZipEnd> {
	if (source.size < END_BYTES) throw notAProject();
	const first = viewOf(await source.read(0, 4)).getUint32(0, true);
	const at = source.size - END_BYTES;
	const view = viewOf(await source.read(at, source.size));
	if (view.getUint32(0, true) !== END_SIGNATURE) {
		throw first === LOCAL_SIGNATURE ? damaged('its end is missing') : notAProject();
	}
	const narrow: ZipEnd = {
		count: view.getUint16(10, true),
		bytes: view.getUint32(12, true),
		start: view.getUint32(16, true),
	};
	const comment = view.getUint16(20, true);
	const disks = view.getUint32(4, true);
	if (disks !== 0 || comment !== 0 || view.getUint16(8, true) !== narrow.count)
		throw damaged('its directory is broken');
	const isWide = narrow.count === FULL_16 || narrow.bytes === FULL_32 || narrow.start === FULL_32;
	const end = isWide ? await readWideEnd(source, at, narrow) : narrow;
	if (end.count > PROJECT_FILE_LIMITS.entries || end.bytes > MAX_DIRECTORY_BYTES) {
		throw tooLarge(`it has ${end.count} parts, at most ${PROJECT_FILE_LIMITS.entries} are allowed`);
	}
	const ends = isWide ? at - LOCATOR_64_BYTES - END_64_BYTES : at;
	if (end.start + end.bytes !== ends) throw damaged('its directory is not where it should be');
	return end;
}

/** The same in 64 bits. What 32 bits do say must be said there as well. */
async function readWideEnd(source: ByteSource, end: number, narrow: ZipEnd): Promise<ZipEnd> {
	const at = end - LOCATOR_64_BYTES - END_64_BYTES;
	if (at < 0) throw damaged('its end is missing');
	const view = viewOf(await source.read(at, end));
	const isWhole =
		view.getUint32(0, true) === END_64_SIGNATURE &&
		readUint64(view, 4) === END_64_BYTES - 12 &&
		view.getUint32(16, true) === 0 &&
		view.getUint32(20, true) === 0 &&
		readUint64(view, 24) === readUint64(view, 32) &&
		view.getUint32(END_64_BYTES, true) === LOCATOR_64_SIGNATURE &&
		view.getUint32(END_64_BYTES + 4, true) === 0 &&
		readUint64(view, END_64_BYTES + 8) === at &&
		view.getUint32(END_64_BYTES + 16, true) === 1;
	if (!isWhole) throw damaged('its directory is broken');
	const wide: ZipEnd = {
		count: readUint64(view, 32),
		bytes: readUint64(view, 40),
		start: readUint64(view, 48),
	};
	const agrees =
		(narrow.count === FULL_16 || narrow.count === wide.count) &&
		(narrow.bytes === FULL_32 || narrow.bytes === wide.bytes) &&
		(narrow.start === FULL_32 || narrow.start === wide.start);
	if (!agrees) throw damaged('its directory is broken');
	return wide;
}
