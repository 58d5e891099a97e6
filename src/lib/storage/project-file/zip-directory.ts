import type { ByteSource } from './byte-source.ts';
import type { Breather } from './breather.ts';
import { PROJECT_FILE_LIMITS } from './project-file.ts';
import { checkSignal, damaged, tooLarge, unsafe } from './project-file-refusal.ts';
import { readZipEnd } from './zip-end.ts';
import {
	CENTRAL_BYTES,
	CENTRAL_SIGNATURE,
	DEFLATED,
	EXTRA_64,
	FLAG_EFFORT,
	FLAG_TRAILING_SIZES,
	FLAG_UTF8,
	FULL_32,
	LOCAL_BYTES,
	LOCAL_CRC_AT,
	LOCAL_SIGNATURE,
	readUint64,
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

type NamedClaim = {
	readonly name: string;
	readonly nameBytes: Uint8Array;
	readonly extra: Uint8Array;
	readonly limit: number;
};

/** What may be in a zip, before anything of it is unpacked. */
export type ZipRules = { readonly names: RegExp; readonly total: number; readonly unpacked: number };

const OUR_FILES: ZipRules = {
	names: /^[\w.-]+(\/[\w.-]+)*\/?$/,
	total: PROJECT_FILE_LIMITS.total,
	unpacked: PROJECT_FILE_LIMITS.unpacked,
};

/** Of a zip of files that people named. They are taken one after the other, so that many may be in it. */
export const ANY_FILES: ZipRules = {
	names: /^[^/\\:\p{Cc}]+(\/[^/\\:\p{Cc}]+)*\/?$/u,
	total: 64 * PROJECT_FILE_LIMITS.total,
	unpacked: PROJECT_FILE_LIMITS.total,
};

type DirectoryOptions = { readonly signal?: AbortSignal | undefined; readonly rules?: ZipRules };

const KNOWN_FLAGS = FLAG_UTF8 | FLAG_TRAILING_SIZES | FLAG_EFFORT;

/**
 * The files in a zip, by name, without unpacking any. Directory and local headers must tell the same story, and
 * nothing may overlap: one file read two ways is how hostile zips hide things. Throws a ProjectFileRefusal.
 */
export async function readZipDirectory(
	source: ByteSource,
	breather: Breather,
	{ signal, rules = OUR_FILES }: DirectoryOptions = {},
): Promise<ReadonlyMap<string, ZipEntry>> {
	const { count, start, bytes } = await readZipEnd(source);
	const directory = await source.read(start, start + bytes);
	const claimed = readClaims(directory, count, start, rules);
	checkTotals(claimed, rules);
	const entries = new Map<string, ZipEntry>();
	let freeFrom = 0;
	for (const claim of claimed.sort((a, b) => a.offset - b.offset)) {
		checkSignal(signal);
		if (claim.offset < freeFrom) throw unsafe('two of its parts lie on top of each other');
		const dataStart = await checkLocalHeader(source, claim);
		freeFrom = dataStart + claim.packed;
		if (freeFrom > start) throw damaged(`${claim.name} runs over its end`);
		if (entries.has(claim.name)) throw unsafe(`it contains ${claim.name} twice`);
		const { name, isPacked, crc, packed, size } = claim;
		entries.set(name, { name, isPacked, crc, packed, size, dataStart });
		await breather.pause();
	}
	return entries;
}

function readClaims(directory: Uint8Array, count: number, limit: number, rules: ZipRules): Claimed[] {
	const claims: Claimed[] = [];
	const view = viewOf(directory);
	let at = 0;
	for (let index = 0; index < count; index++) {
		if (at + CENTRAL_BYTES > directory.length || view.getUint32(at, true) !== CENTRAL_SIGNATURE) {
			throw damaged('its directory is broken');
		}
		const nameEnd = at + CENTRAL_BYTES + view.getUint16(at + 28, true);
		const extraEnd = nameEnd + view.getUint16(at + 30, true);
		const next = extraEnd + view.getUint16(at + 32, true);
		if (next > directory.length) throw damaged('its directory is broken');
		const nameBytes = directory.subarray(at + CENTRAL_BYTES, nameEnd);
		const name = readName(nameBytes, rules);
		const extra = directory.subarray(nameEnd, extraEnd);
		claims.push(readClaim(view, at, { name, nameBytes, extra, limit }));
		at = next;
	}
	if (at !== directory.length) throw damaged('its directory is longer than it says');
	return claims.filter((claim) => !isFolder(claim));
}

function readClaim(view: DataView, at: number, { name, nameBytes, extra, limit }: NamedClaim): Claimed {
	const flags = view.getUint16(at + 8, true);
	const method = view.getUint16(at + 10, true);
	if ((flags & ~KNOWN_FLAGS) !== 0) throw unsafe(`${name} is encrypted or packed in an unknown way`);
	if (method !== STORED && method !== DEFLATED) throw unsafe(`${name} is packed in an unknown way`);
	const fields = [
		view.getUint32(at + 24, true),
		view.getUint32(at + 20, true),
		view.getUint32(at + 42, true),
	];
	const [size = 0, packed = 0, offset = 0] = widen(fields, extra, name);
	if (method === STORED && packed !== size) throw damaged(`the sizes of ${name} contradict each other`);
	if (!(offset + LOCAL_BYTES + packed <= limit)) throw damaged(`${name} is cut off`);
	const crc = view.getUint32(at + 16, true);
	return { name, nameBytes, flags, method, isPacked: method === DEFLATED, crc, packed, size, offset };
}

/** Fields that are full have their number in the extra field of 64 bits, in this order, and only they. */
function widen(fields: readonly number[], extra: Uint8Array, name: string): readonly number[] {
	if (!fields.includes(FULL_32)) return fields;
	const wide = viewOf(findExtra(extra, EXTRA_64));
	let at = 0;
	return fields.map((field) => {
		if (field !== FULL_32) return field;
		if (at + 8 > wide.byteLength) throw damaged(`what it says about ${name} does not add up`);
		at += 8;
		return readUint64(wide, at - 8);
	});
}

function findExtra(extra: Uint8Array, id: number): Uint8Array {
	const view = viewOf(extra);
	for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
		if (view.getUint16(at, true) === id) return extra.subarray(at + 4, at + 4 + view.getUint16(at + 2, true));
	}
	return new Uint8Array();
}

/** Zip tools add their folders as entries of their own. */
const isFolder = ({ name, size }: Claimed): boolean => name.endsWith('/') && size === 0;

function readName(bytes: Uint8Array, { names }: ZipRules): string {
	let name: string;
	try {
		name = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		throw unsafe('a name in it is not readable'); // the decoder's own words help nobody
	}
	const steps = name.split('/');
	const isSafe = names.test(name) && !steps.some((step) => step === '..' || step === '.');
	if (!isSafe) throw unsafe(`the name ${JSON.stringify(name.slice(0, 80))} leads elsewhere`);
	return name;
}

function checkTotals(claims: readonly Claimed[], rules: ZipRules): void {
	let total = 0;
	let unpacked = 0;
	for (const { name, isPacked, packed, size } of claims) {
		total += size;
		if (isPacked) unpacked += size;
		if (size > 1024 * 1024 && size > packed * PROJECT_FILE_LIMITS.ratio) {
			throw tooLarge(`${name} unpacks to ${size} bytes out of ${packed}`);
		}
	}
	for (const [sum, limit] of [
		[total, rules.total],
		[unpacked, rules.unpacked],
	] as const) {
		if (sum > limit) throw tooLarge(`it unpacks to ${sum} bytes, at most ${limit} are allowed`);
	}
}

async function checkLocalHeader(source: ByteSource, claim: Claimed): Promise<number> {
	const { name, nameBytes, flags, method, offset } = claim;
	const nameStart = offset + LOCAL_BYTES;
	const nameEnd = nameStart + nameBytes.length;
	const header = await source.read(offset, nameEnd);
	const view = viewOf(header);
	const dataStart = nameEnd + view.getUint16(28, true);
	const sizesFollow = (flags & FLAG_TRAILING_SIZES) !== 0;
	const sameStory =
		view.getUint32(0, true) === LOCAL_SIGNATURE &&
		view.getUint16(6, true) === flags &&
		view.getUint16(8, true) === method &&
		view.getUint16(26, true) === nameBytes.length &&
		nameBytes.every((byte, index) => header[LOCAL_BYTES + index] === byte) &&
		(sizesFollow ||
			(view.getUint32(LOCAL_CRC_AT, true) === claim.crc &&
				(await saysSizes(source, view, [nameEnd, dataStart], claim))));
	if (!sameStory) throw damaged(`what it says about ${name} does not add up`);
	return dataStart;
}

async function saysSizes(
	source: ByteSource,
	view: DataView,
	[extraStart, extraEnd]: readonly [number, number],
	{ name, size, packed }: Claimed,
): Promise<boolean> {
	const fields = [view.getUint32(22, true), view.getUint32(18, true)];
	if (!fields.includes(FULL_32)) return fields[0] === size && fields[1] === packed;
	const wide = widen(fields, await source.read(extraStart, extraEnd), name);
	return wide[0] === size && wide[1] === packed;
}
