import { err, ok, type Result } from '../base/result.ts';
import { checkModel, type CheckOptions } from '../engine/gltf/check-gltf.ts';
import { checkImage } from '../engine/image/check-image.ts';
import { m } from '../paraglide/messages.js';
import { MAX_ASSET_BYTES } from '../protocol/limits.ts';
import { askedSiblings, findSibling, importKind } from './import-groups.ts';

/** A file that may be kept: a model packed into one .glb, or an image as it was. */
export type ReadImport = {
	readonly name: string;
	readonly type: 'model' | 'image';
	readonly bytes: Uint8Array<ArrayBuffer>;
};

/** Why a file is refused; the message names it, and says what to do. */
export type RefusedImport = { readonly fileName: string; readonly message: string };

type Read = Result<ReadImport, RefusedImport>;
type Bytes = Uint8Array<ArrayBuffer>;

const LIMIT_MB = MAX_ASSET_BYTES / 1024 / 1024;

/**
 * Looks through chosen or dropped files: models first, each with the files it asks for, then images. Nothing that is
 * refused by its size is read, and one file at a time is in memory.
 */
export async function* readImports(files: readonly File[], options: CheckOptions = {}): AsyncIterable<Read> {
	const taken = new Set<File>();
	for (const file of files.filter(({ name }) => importKind(name) === 'model')) {
		yield await readModel(file, files, taken, options);
	}
	for (const file of files) {
		const kind = importKind(file.name);
		if (kind === 'model' || taken.has(file)) continue;
		yield kind === 'image' ? await readImage(file) : refuse(file, whyNot(file));
	}
}

async function readModel(
	file: File,
	files: readonly File[],
	taken: Set<File>,
	options: CheckOptions,
): Promise<Read> {
	const bytes = await readFile(file);
	if (!bytes.ok) return bytes;
	const siblings = new Map<string, Uint8Array>();
	for (const path of /\.gltf$/i.test(file.name) ? askedSiblings(bytes.value) : []) {
		const sibling = findSibling(files, path);
		if (!sibling) continue; // the model check names what is missing
		taken.add(sibling);
		const read = await readSibling(file, sibling);
		if (!read.ok) return read;
		siblings.set(path, read.value);
	}
	const checked = checkModel(bytes.value, file.name, siblings, options);
	if (!checked.ok) return refuse(file, checked.error.message);
	if (checked.value.bytes.byteLength > MAX_ASSET_BYTES)
		return refuse(file, tooLarge(file.name, checked.value.bytes.byteLength));
	return ok({ name: file.name, type: 'model', bytes: checked.value.bytes });
}

async function readImage(file: File): Promise<Read> {
	const bytes = await readFile(file);
	if (!bytes.ok) return bytes;
	const checked = checkImage(bytes.value, file.name);
	if (!checked.ok) return refuse(file, checked.error.message);
	return ok({ name: file.name, type: 'image', bytes: bytes.value });
}

async function readFile(file: File): Promise<Result<Bytes, RefusedImport>> {
	const { name } = file;
	if (file.size === 0) return refuse(file, m.import_empty({ name }));
	if (file.size > MAX_ASSET_BYTES) return refuse(file, tooLarge(name, file.size));
	try {
		return ok(new Uint8Array(await file.arrayBuffer()));
	} catch {
		// The browser only says that it could not: the file went away or changed since it was chosen.
		return refuse(file, m.import_unreadable({ name }));
	}
}

async function readSibling(model: File, sibling: File): Promise<Result<Bytes, RefusedImport>> {
	const words = { name: model.name, sibling: sibling.name };
	if (sibling.size === 0) return refuse(model, m.import_sibling_empty(words));
	if (sibling.size > MAX_ASSET_BYTES)
		return refuse(model, m.import_sibling_too_large({ ...words, limit: LIMIT_MB }));
	const read = await readFile(sibling);
	return read.ok ? read : refuse(model, read.error.message);
}

function whyNot({ name, size, type }: File): string {
	if (importKind(name) === 'part') return m.import_unasked({ name });
	if (/\.[^.]+$/.test(name)) return m.import_unknown({ name });
	// A dropped folder looks like a file without an ending, type or bytes.
	return size % 4096 === 0 && type === '' ? m.import_folder({ name }) : m.import_no_extension({ name });
}

const tooLarge = (name: string, size: number): string =>
	m.import_too_large({ name, size: Math.ceil(size / 1024 / 1024), limit: LIMIT_MB });

const refuse = (file: File, message: string) => err({ fileName: file.name, message });
