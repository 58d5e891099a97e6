import { createHash, randomBytes } from 'node:crypto';

const CODES = 10;
// Crockford's: without I, L, O and U.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** New codes: 80 random bits each, so that a plain hash keeps them. */
export function mintRecoveryCodes(): string[] {
	return Array.from({ length: CODES }, () => {
		const letters = Array.from(randomBytes(16), (byte) => ALPHABET[byte & 31]).join('');
		return letters.replace(/.{4}(?=.)/g, '$&-');
	});
}

/** The hash of a code however it was typed. */
export function hashRecoveryCode(code: string): Uint8Array {
	const plain = code.toLowerCase().replace(/[\s-]/g, '').replace(/[il]/g, '1').replaceAll('o', '0');
	return createHash('sha256').update(plain).digest();
}
