import type { StorageProblem } from '../ports.ts';
import { asStorageFailure, StorageFailure } from '../storage-failure.ts';
import type { AssetProblem } from './asset-store.ts';

const MESSAGES = {
	cancelled: 'It was cancelled, and nothing of it was kept.',
	unreadable: 'The file could not be read to its end. It may have been moved or changed: choose it again.',
	differs:
		'The bytes are not those that were expected: the file is damaged, or another one. Get it once more.',
} as const;

/** Why an asset was not kept, thrown through whatever was under way. */
export class AssetRefused extends Error {
	readonly problem: AssetProblem;

	constructor(reason: keyof typeof MESSAGES, cause?: unknown) {
		super(MESSAGES[reason], { cause });
		this.problem = { reason, message: MESSAGES[reason] };
	}
}

/** Whatever ended work on an asset, in words for people. */
export function asAssetProblem(thrown: unknown, signal?: AbortSignal): AssetProblem {
	if (signal?.aborted && thrown === signal.reason) return new AssetRefused('cancelled').problem;
	if (thrown instanceof AssetRefused) return thrown.problem;
	return asStorageFailure(thrown).problem;
}

export function noRoom(needed: number, free: number): StorageFailure {
	const [need, have] = [megabytes(needed), megabytes(Math.max(0, free))];
	const message = `This needs ${need} MB, and this device has ${have} MB left for RaStudios. Free some space, then try again.`;
	return new StorageFailure({ reason: 'full', message });
}

export function damagedAsset(hash: string): StorageProblem {
	const message = `The stored asset ${hash.slice(0, 8)}… is damaged and was set aside. Import its file again, or open the project where it is whole.`;
	return { reason: 'damaged', message };
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);
