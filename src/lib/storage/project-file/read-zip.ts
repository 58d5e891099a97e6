import type { ByteSource } from './byte-source.ts';
import { PROJECT_FILE_LIMITS } from './project-file.ts';
import { damaged, notAProject, tooLarge, unsafe } from './project-file-refusal.ts';
import {
	CENTRAL_BYTES,
	CENTRAL_SIGNATURE,
	DEFLATED,
	END_BYTES,
	END_SIGNATURE,
	FLAG_EFFORT,
	FLAG_TRAILING_SIZES,
	FLAG_UTF8,
	LOCAL_BYTES,
	LOCAL_SIGNATURE,
	STORED,
	viewOf,
} from './zip-layout.ts';

/** One file in a zip: what the directory claims of it, and where its data lies. */
export type ZipEntry = {
	readonly name: string;
	readonly isPacked: boolean;
	readonly crc: number;
	readonly packed: number;
	readonly size: number;
	readonly dataStart: number;
};

type Claimed = Omit<ZipEntry, 'dataStart'> & {
	readonly nameBytes: Uint8Array;
	readonly flags: number;
	readonly method: number;
	readonly offset: number;
};

const KNOWN_FLAGS = FLAG_UTF8 | FLAG_TRAILING_SIZES | FLAG_EFFORT;
/** Names in our files are short ASCII; twice the longest of them. */
const MAX_DIRECTORY_BYTES = PROJECT_FILE_LIMITS.entries * (CENTRAL_BYTES + 200);

/**
 * The files in a zip, by name, without unpacking any. Directory and local headers must tell the same story, and
 * nothing may overlap: one file read two ways is how hostile zips hide things. Throws a ProjectFileRefusal.
 */
export async function readZipDirectory(source: ByteSource): Promise<ReadonlyMap<string, ZipEntry>> {
	const { count, start, bytes } = await readEnd(source);
	const directory = await source.read(start, start + bytes);
	const claimed = readClaims(directory, count, start);
	checkTotals(claimed);
	const entries = new Map<string, ZipEntry>();
	let freeFrom = 0;
	for (const claim of claimed.sort((a, b) => a.offset - b.offset)) {
		if (claim.offset < freeFrom) throw unsafe('two of its parts lie on top of each other');
		const dataStart = await checkLocalHeader(source, claim);
		freeFrom = dataStart + claim.packed;
		if (freeFrom > start) throw damaged(`${claim.name} runs over its end`);
		if (entries.has(claim.name)) throw unsafe(`it contains ${claim.name} twice`);
		const { name, isPacked, crc, packed, size } = claim;
		entries.set(name, { name, isPacked, crc, packed, size, dataStart });
	}
	return entries;
}

async function readEnd(source: ByteSource): Promise<{ count: number; start: number; bytes: number }> {
	if (source.size < END_BYTES) throw notAProject();
	const first = viewOf(await source.read(0, 4)).getUint32(0, true);
	const end = source.size - END_BYTES;
	const view = viewOf(await source.read(end, source.size));
	if (view.getUint32(0, true) !== END_SIGNATURE) {
		throw first === LOCAL_SIGNATURE ? damaged('its end is missing') : notAProject();
	}
	const count = view.getUint16(10, true);
	const bytes = view.getUint32(12, true);
	const start = view.getUint32(16, true);
	const comment = view.getUint16(20, true);
	const disks = view.getUint32(4, true);
	if (disks !== 0 || comment !== 0 || view.getUint16(8, true) !== count)
		throw damaged('its directory is broken');
	if (count > PROJECT_FILE_LIMITS.entries || bytes > MAX_DIRECTORY_BYTES) {
		throw tooLarge(`it has ${count} parts, at most ${PROJECT_FILE_LIMITS.entries} are allowed`);
	}
	if (start + bytes !== end) throw damaged('its directory is not where it should be');
	return { count, start, bytes };
}

function readClaims(directory: Uint8Array, count: number, limit: number): Claimed[] {
	const claims: Claimed[] = [];
	const view = viewOf(directory);
	let at = 0;
	for (let index = 0; index < count; index++) {
		if (at + CENTRAL_BYTES > directory.length || view.getUint32(at, true) !== CENTRAL_SIGNATURE) {
			throw damaged('its directory is broken');
		}
		const nameEnd = at + CENTRAL_BYTES + view.getUint16(at + 28, true);
		const next = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
		if (next > directory.length) throw damaged('its directory is broken');
		claims.push(readClaim(view, at, directory.subarray(at + CENTRAL_BYTES, nameEnd), limit));
		at = next;
	}
	if (at !== directory.length) throw damaged('its directory is longer than it says');
	return claims.filter((claim) => !isFolder(claim));
}

function readClaim(view: DataView, at: number, nameBytes: Uint8Array, limit: number): Claimed {
	const name = readName(nameBytes);
	const flags = view.getUint16(at + 8, true);
	const method = view.getUint16(at + 10, true);
	if ((flags & ~KNOWN_FLAGS) !== 0) throw unsafe(`${name} is encrypted or packed in an unknown way`);
	if (method !== STORED && method !== DEFLATED) throw unsafe(`${name} is packed in an unknown way`);
	const packed = view.getUint32(at + 20, true);
	const size = view.getUint32(at + 24, true);
	const offset = view.getUint32(at + 42, true);
	if (method === STORED && packed !== size) throw damaged(`the sizes of ${name} contradict each other`);
	if (offset + LOCAL_BYTES + packed > limit) throw damaged(`${name} is cut off`);
	const crc = view.getUint32(at + 16, true);
	return { name, nameBytes, flags, method, isPacked: method === DEFLATED, crc, packed, size, offset };
}

/** Zip tools add their folders as entries of their own. */
const isFolder = ({ name, size }: Claimed): boolean => name.endsWith('/') && size === 0;

function readName(bytes: Uint8Array): string {
	let name: string;
	try {
		name = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		throw unsafe('a name in it is not readable'); // the decoder's own words help nobody
	}
	const steps = name.split('/');
	const isSafe =
		/^[\w.-]+(\/[\w.-]+)*\/?$/.test(name) && !steps.some((step) => step === '..' || step === '.');
	if (!isSafe) throw unsafe(`the name ${JSON.stringify(name.slice(0, 80))} leads elsewhere`);
	return name;
}

function checkTotals(claims: readonly Claimed[]): void {
	let total = 0;
	for (const { name, packed, size } of claims) {
		total += size;
		if (size > 1024 * 1024 && size > packed * PROJECT_FILE_LIMITS.ratio) {
			throw tooLarge(`${name} unpacks to ${size} bytes out of ${packed}`);
		}
	}
	if (total > PROJECT_FILE_LIMITS.total) {
		throw tooLarge(`it unpacks to ${total} bytes, at most ${PROJECT_FILE_LIMITS.total} are allowed`);
	}
}

async function checkLocalHeader(source: ByteSource, claim: Claimed): Promise<number> {
	const { name, nameBytes, flags, method, offset } = claim;
	const nameStart = offset + LOCAL_BYTES;
	const header = await source.read(offset, nameStart + nameBytes.length);
	const view = viewOf(header);
	const sizesFollow = (flags & FLAG_TRAILING_SIZES) !== 0;
	const sameStory =
		view.getUint32(0, true) === LOCAL_SIGNATURE &&
		view.getUint16(6, true) === flags &&
		view.getUint16(8, true) === method &&
		view.getUint16(26, true) === nameBytes.length &&
		nameBytes.every((byte, index) => header[LOCAL_BYTES + index] === byte) &&
		(sizesFollow ||
			(view.getUint32(14, true) === claim.crc &&
				view.getUint32(18, true) === claim.packed &&
				view.getUint32(22, true) === claim.size));
	if (!sameStory) throw damaged(`what it says about ${name} does not add up`);
	return nameStart + nameBytes.length + view.getUint16(28, true);
}
