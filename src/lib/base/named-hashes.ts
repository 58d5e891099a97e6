import type { AssetHash } from './ids.ts';

const LENGTH = 64;
const HEX = new Uint8Array(256);
for (const letter of '0123456789abcdef') HEX[letter.charCodeAt(0)] = 1;
const encoder = new TextEncoder();

/**
 * Strikes off the hashes that stand anywhere in these bytes, wherever a hash may begin. Updates keep every text in one
 * piece, so this finds what a document names whatever its kind and version, and also what it named before.
 */
export function strikeNamed(bytes: Uint8Array, unnamed: Set<AssetHash>): void {
	for (let start = 0; start + LENGTH <= bytes.length;) {
		let at = start + LENGTH - 1;
		while (at >= start && HEX[bytes[at] ?? 0]) at -= 1;
		if (at >= start) {
			start = at + 1;
			continue;
		}
		unnamed.delete(String.fromCharCode(...bytes.subarray(start, start + LENGTH)) as AssetHash);
		start += 1;
	}
}

/** The same for what is stored as plain values. */
export const strikeNamedIn = (value: unknown, unnamed: Set<AssetHash>): void =>
	strikeNamed(encoder.encode(JSON.stringify(value) ?? ''), unnamed);
