import type { AssetHash } from '../../base/ids.ts';

/** A sha-256 that is fed piece by piece. */
export interface StreamedHash {
	update(bytes: Uint8Array): void;
	digest(): AssetHash;
}

/** In WebAssembly; in plain code, about four times slower, where a security policy keeps that out. */
export async function createStreamedHash(): Promise<StreamedHash> {
	return (await wasmHash()) ?? plainHash();
}

async function wasmHash(): Promise<StreamedHash | null> {
	try {
		const { createSHA256 } = await import('hash-wasm');
		const hasher = await createSHA256();
		hasher.init();
		return {
			update: (bytes) => void hasher.update(bytes),
			digest: () => hasher.digest('hex') as AssetHash,
		};
	} catch {
		return null; // refused by the content security policy of whoever runs this
	}
}

/** Exported for the test that holds both against each other. */
export async function plainHash(): Promise<StreamedHash> {
	const { sha256 } = await import('@noble/hashes/sha2.js');
	const hasher = sha256.create();
	return {
		update: (bytes) => void hasher.update(bytes),
		digest: () =>
			Array.from(hasher.digest(), (byte) => byte.toString(16).padStart(2, '0')).join('') as AssetHash,
	};
}
