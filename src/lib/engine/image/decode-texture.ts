import {
	EquirectangularReflectionMapping,
	LinearFilter,
	RepeatWrapping,
	SRGBColorSpace,
	Texture,
} from 'three';
import { err, ok, type Result } from '../../base/result.ts';
import { isHdr } from './check-hdr.ts';
import { checkImage } from './check-image.ts';

type Decoded = Promise<Result<Texture, string>>;

/** A panorama becomes a cube this many pixels a side, at most: 100 MB on the GPU. */
const MAX_PANORAMA_HEIGHT = 2048;

/** Turns an image's bytes into a texture that tiles. */
export async function decodeTexture(bytes: Uint8Array<ArrayBuffer>): Decoded {
	const decoded = isHdr(bytes)
		? (await import('./decode-hdr.ts')).decodeHdrTexture(bytes)
		: await decode(bytes);
	if (!decoded.ok) return decoded;
	const texture = decoded.value;
	texture.wrapS = texture.wrapT = RepeatWrapping;
	texture.anisotropy = 8;
	return decoded;
}

/** Turns an image's bytes into a picture of all directions; very large ones are made smaller. */
export async function decodePanorama(bytes: Uint8Array<ArrayBuffer>): Decoded {
	if (isHdr(bytes)) return (await import('./decode-hdr.ts')).decodeHdrPanorama(bytes);
	const decoded = await decode(bytes, MAX_PANORAMA_HEIGHT);
	if (!decoded.ok) return decoded;
	const texture = decoded.value;
	texture.mapping = EquirectangularReflectionMapping;
	texture.wrapS = RepeatWrapping;
	texture.minFilter = LinearFilter;
	texture.generateMipmaps = false;
	return decoded;
}

async function decode(bytes: Uint8Array<ArrayBuffer>, maxHeight = Infinity): Decoded {
	const checked = checkImage(bytes, 'image');
	if (!checked.ok) return err(checked.error.message);
	const { mediaType, width, height } = checked.value;
	const resizeWidth = Math.round((width / height) * maxHeight);
	// Flipped while decoding: WebGL cannot flip a bitmap afterwards.
	const bitmap = await createImageBitmap(new Blob([bytes], { type: mediaType }), {
		imageOrientation: 'flipY',
		premultiplyAlpha: 'none',
		colorSpaceConversion: 'none',
		...(height > maxHeight && { resizeWidth, resizeHeight: maxHeight, resizeQuality: 'high' }),
	});
	const texture = new Texture(bitmap);
	texture.flipY = false;
	texture.colorSpace = SRGBColorSpace;
	texture.needsUpdate = true;
	return ok(texture);
}
