import { err, type Result } from '../../base/result.ts';
import { checkHdr, isHdr } from './check-hdr.ts';
import { checkImage, imageTooLarge, MAX_IMAGE_BYTES, type BadImage, type ImageFacts } from './check-image.ts';

/** Nearly every image says its size in the first few hundred bytes; photographs put a picture of their own before it. */
const HEAD_BYTES = 256 * 1024;

/** The same as `checkImage`, reading no more of the file than it takes. */
export async function checkImageFile(file: Blob, fileName: string): Promise<Result<ImageFacts, BadImage>> {
	if (file.size > MAX_IMAGE_BYTES) return err(imageTooLarge(fileName));
	const head = await bytesOf(file.slice(0, HEAD_BYTES));
	const checked = checkImage(head, fileName);
	const isCut = !checked.ok && checked.error.reason === 'damaged' && file.size > head.length;
	return isCut ? checkImage(await bytesOf(file), fileName) : checked;
}

/** Any picture that may be kept: an image, or a panorama with the light it really has. */
export async function checkPictureFile(file: Blob, fileName: string): Promise<Result<unknown, BadImage>> {
	const head = await bytesOf(file.slice(0, 2));
	if (!isHdr(head)) return await checkImageFile(file, fileName);
	return file.size > MAX_IMAGE_BYTES ? err(imageTooLarge(fileName)) : checkHdr(await bytesOf(file), fileName);
}

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());
