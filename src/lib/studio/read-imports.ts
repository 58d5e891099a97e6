import type { AssetType } from '../doc/asset-list.ts';
import { err, ok, type Err, type Result } from '../base/result.ts';
import { checkModel, MAX_MODEL_BYTES, type CheckOptions } from '../engine/gltf/check-gltf.ts';
import { checkLargeModel } from '../engine/gltf/check-large-model.ts';
import { canDecode } from '../engine/image/can-decode.ts';
import { checkPictureFile } from '../engine/image/check-image-file.ts';
import { MAX_IMAGE_BYTES } from '../engine/image/check-image.ts';
import { checkSoundFile, MAX_SOUND_BYTES } from '../engine/sound/check-sound.ts';
import { m } from '../paraglide/messages.js';
import { askedSiblings, findSibling, importKind } from './import-groups.ts';
import { latePart } from './late-part.ts';

/** A file that may be kept: a model packed into one .glb, or an image or a sound as it was. */
export type ReadImport = {
	readonly name: string;
	readonly type: AssetType;
	/** Large ones lie where they lay: nothing of them is in memory. */
	readonly blob: Blob;
};

/** Why a file is refused; the message names it, and says what to do. */
export type RefusedImport = { readonly fileName: string; readonly message: string };

type Read = Result<ReadImport, RefusedImport>;
type Bytes = Uint8Array<ArrayBuffer>;

/** From here on a .glb is looked through without taking it into memory. */
const LARGE_MODEL_BYTES = 64 * 1024 * 1024;
/** A `.gltf` and what it asks for are packed in memory. */
const MAX_PACKED_BYTES = 200 * 1024 * 1024;

/**
 * Looks through chosen or dropped files: models first, each with the files it asks for, then images and sounds. Nothing that is
 * refused by its size is read, and no large file is ever in memory.
 */
export async function* readImports(files: readonly File[], options: CheckOptions = {}): AsyncIterable<Read> {
	const taken = new Set<File>();
	for (const file of files.filter(({ name }) => importKind(name) === 'model')) {
		yield await readModel(file, files, taken, options);
	}
	for (const file of files) {
		const kind = importKind(file.name);
		if (kind === 'model' || taken.has(file)) continue;
		if (kind === 'image') yield await readImage(file);
		else yield kind === 'audio' ? await readSound(file) : refuse(file, whyNot(file));
	}
}

async function readModel(
	file: File,
	files: readonly File[],
	taken: Set<File>,
	options: CheckOptions,
): Promise<Read> {
	const { name } = file;
	const isGltf = /\.gltf$/i.test(name);
	const refusal = refuseSize(file, isGltf ? MAX_PACKED_BYTES : MAX_MODEL_BYTES);
	if (refusal) return refusal;
	if (!isGltf && file.size >= LARGE_MODEL_BYTES) {
		const checked = await attempt(file, () => checkLargeModel(file, name, options));
		if (!checked.ok) return checked;
		const { value } = checked;
		return value.ok ? ok({ name, type: 'model', blob: value.value }) : refuse(file, value.error.message);
	}
	const bytes = await readFile(file);
	if (!bytes.ok) return bytes;
	const siblings = new Map<string, Uint8Array>();
	for (const path of isGltf ? askedSiblings(bytes.value) : []) {
		const sibling = findSibling(files, path);
		if (!sibling) continue; // the model check names what is missing
		taken.add(sibling);
		const read = await readSibling(file, sibling);
		if (!read.ok) return read;
		siblings.set(path, read.value);
	}
	const checked = checkModel(bytes.value, name, siblings, options);
	if (!checked.ok) return refuse(file, checked.error.message);
	if (checked.value.bytes.byteLength > MAX_PACKED_BYTES)
		return refuse(file, tooLarge(name, checked.value.bytes.byteLength, MAX_PACKED_BYTES));
	const { bytes: packed } = checked.value;
	const flaw = packed.byteLength < LARGE_MODEL_BYTES ? await rehearse(packed, name) : undefined;
	return flaw ? refuse(file, flaw) : ok({ name, type: 'model', blob: new Blob([packed]) });
}

/** Why a model that is fine by its description cannot be taken apart; undefined when it can, or nothing here tells. */
async function rehearse(bytes: Bytes, name: string): Promise<string | undefined> {
	const part = await latePart(import('../engine/gltf/rehearse-model.ts'));
	const rehearsed = await part?.rehearseModel(bytes, name);
	return rehearsed && !rehearsed.ok ? rehearsed.error.message : undefined;
}

async function readImage(file: File): Promise<Read> {
	const refusal = refuseSize(file, MAX_IMAGE_BYTES);
	if (refusal) return refusal;
	const checked = await attempt(file, () => checkPictureFile(file, file.name));
	if (!checked.ok) return checked;
	const { value } = checked;
	if (!value.ok) return refuse(file, value.error.message);
	if (value.value.kind === 'image' && !(await canDecode(file)))
		return refuse(file, m.import_image_damaged({ name: file.name }));
	return ok({ name: file.name, type: 'image', blob: file });
}

async function readSound(file: File): Promise<Read> {
	const refusal = refuseSize(file, MAX_SOUND_BYTES);
	if (refusal) return refusal;
	const checked = await attempt(file, () => checkSoundFile(file));
	if (!checked.ok) return checked;
	if (checked.value === 'fine') return ok({ name: file.name, type: 'audio', blob: file });
	const words = { name: file.name };
	return refuse(
		file,
		checked.value === 'damaged' ? m.import_sound_damaged(words) : m.import_sound_other(words),
	);
}

function refuseSize(file: File, limit: number): Err<RefusedImport> | undefined {
	if (file.size === 0) return refuse(file, m.import_empty({ name: file.name }));
	return file.size > limit ? refuse(file, tooLarge(file.name, file.size, limit)) : undefined;
}

const readFile = (file: File): Promise<Result<Bytes, RefusedImport>> =>
	attempt(file, async () => new Uint8Array(await file.arrayBuffer()));

async function attempt<T>(file: File, read: () => Promise<T>): Promise<Result<T, RefusedImport>> {
	try {
		return ok(await read());
	} catch (thrown) {
		if (!(thrown instanceof DOMException)) throw thrown;
		// The browser only says that it could not: the file went away or changed since it was chosen.
		return refuse(file, m.import_unreadable({ name: file.name }));
	}
}

async function readSibling(model: File, sibling: File): Promise<Result<Bytes, RefusedImport>> {
	const words = { name: model.name, sibling: sibling.name };
	if (sibling.size === 0) return refuse(model, m.import_sibling_empty(words));
	if (sibling.size > MAX_PACKED_BYTES)
		return refuse(model, m.import_sibling_too_large({ ...words, limit: megabytes(MAX_PACKED_BYTES) }));
	const read = await readFile(sibling);
	return read.ok ? read : refuse(model, read.error.message);
}

function whyNot({ name, size, type }: File): string {
	if (importKind(name) === 'part') return m.import_unasked({ name });
	if (/\.[^.]+$/.test(name)) return m.import_unknown({ name });
	// A dropped folder looks like a file without an ending, type or bytes.
	return size % 4096 === 0 && type === '' ? m.import_folder({ name }) : m.import_no_extension({ name });
}

const tooLarge = (name: string, size: number, limit: number): string =>
	m.import_too_large({ name, size: megabytes(size), limit: megabytes(limit) });

const megabytes = (bytes: number): number => Math.ceil(bytes / 1024 / 1024);

const refuse = (file: File, message: string) => err({ fileName: file.name, message });
