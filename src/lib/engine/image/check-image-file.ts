import { err, ok, type Result } from '../../base/result.ts';
import { checkHdr, isHdr, type HdrFacts } from './check-hdr.ts';
import { isCutOff } from './image-end.ts';
import { checkImage, imageTooLarge, MAX_IMAGE_BYTES, type BadImage, type ImageFacts } from './check-image.ts';

/** Nearly every image says its size in the first few hundred bytes; photographs put a picture of their own before it. */
const HEAD_BYTES = 256 * 1024;

/** The same as `checkImage`, reading no more of the file than it takes. */
export async function checkImageFile(file: Blob, fileName: string): Promise<Result<ImageFacts, BadImage>> {
	if (file.size > MAX_IMAGE_BYTES) return err(imageTooLarge(fileName));
	const head = await bytesOf(file.slice(0, HEAD_BYTES));
	const checked = checkImage(head, fileName);
	const needsMore = !checked.ok && checked.error.reason === 'damaged' && file.size > head.length;
	return needsMore ? judge(file, await bytesOf(file), fileName) : judge(file, head, fileName);
}

async function judge(file: Blob, bytes: Uint8Array, fileName: string): Promise<Result<ImageFacts, BadImage>> {
	const checked = checkImage(bytes, fileName);
	if (!checked.ok || !(await isCutOff(file, bytes, checked.value.mediaType))) return checked;
	const message = `“${fileName}” is cut off: its end is missing. Copy it again, or save it anew.`;
	return err({ reason: 'damaged', message });
}

/** Any picture that may be kept: an image, or a panorama with the light it really has. */
export async function checkPictureFile(
	file: Blob,
	fileName: string,
): Promise<Result<{ readonly kind: 'image' | 'panorama' }, BadImage>> {
	const head = await bytesOf(file.slice(0, 2));
	const kind = isHdr(head) ? 'panorama' : 'image';
	const checked = await (kind === 'image' ? checkImageFile(file, fileName) : checkPanorama(file, fileName));
	return checked.ok ? ok({ kind }) : checked;
}

async function checkPanorama(file: Blob, fileName: string): Promise<Result<HdrFacts, BadImage>> {
	return file.size > MAX_IMAGE_BYTES ? err(imageTooLarge(fileName)) : checkHdr(await bytesOf(file), fileName);
}

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());
