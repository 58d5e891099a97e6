// Large assets as a browser keeps them: in its private files and its IndexedDB, by the worker and without it.
import { systemClock } from '#lib/base/clock.ts';
import type { AssetHash } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { openPrivateFiles } from '#lib/storage/assets/opfs-adapter.ts';
import { openDeviceStorage } from '#lib/storage/device-storage.ts';
import type { DeviceStorage } from '#lib/storage/ports.ts';
import { largeAssetContract } from '../../contracts/large-assets.ts';
import { createDexieRig } from '../../helpers/storage-rig.ts';
import { runContracts, type ContractResult } from './contract-runner.ts';
import { settleDatabase } from './database-turns.ts';

const MIB = 1024 * 1024;

type LargeAssets = {
	/** The contract in this browser's private files and database, without the worker. */
	runContracts(): Promise<ContractResult[]>;
	/** Keeps a made file with the app's own storage; the answer waits for the end only when told to. */
	keep(megabytes: number, wait: boolean): Promise<Kept | null>;
	/** What this browser has of an asset, read to its end. */
	look(hash: string): Promise<{ readonly bytes: number; readonly same: boolean } | null>;
	/** Files that no row names. */
	strays(): Promise<number>;
	removeStrays(): Promise<number>;
	/** Bytes being written now, in files of our own. */
	writing(): Promise<number>;
};
type Kept = { readonly hash: string; readonly bytes: number };

declare global {
	var largeAssets: LargeAssets;
}

let storage: Promise<DeviceStorage> | null = null;
const open = () => (storage ??= openDeviceStorage({ clock: systemClock }));
const files = openPrivateFiles();
let directories = 0;

globalThis.largeAssets = {
	runContracts() {
		// Each device of a test has a directory of its own.
		largeAssetContract('private files', () =>
			createDexieRig(openPrivateFiles(`test-${(directories += 1)}`) ?? undefined),
		);
		return runContracts(settleDatabase);
	},
	async keep(megabytes, wait) {
		const { assets } = await open();
		const keeping = assets.putFile(makeFile(megabytes));
		if (!wait) return null;
		return unwrap(await keeping);
	},
	async look(hash) {
		const { assets } = await open();
		const blob = unwrap(await assets.open(hash as AssetHash));
		return blob && { bytes: blob.size, same: await isMade(blob) };
	},
	async strays() {
		const { assets } = await open();
		return ((await files?.list()) ?? []).length - unwrap(await assets.list()).length;
	},
	removeStrays: async () => (await open()).assets.removeStrays(),
	async writing() {
		let bytes = 0;
		for (const name of (await files?.list()) ?? []) bytes += (await files?.read(name))?.size ?? 0;
		return bytes;
	},
};

/** Each piece made for itself, so that no file is in memory either. */
function makeFile(megabytes: number): File {
	return new File(
		Array.from({ length: megabytes }, (_, index) => new Blob([pieceOf(index)])),
		'large.glb',
	);
}

function pieceOf(index: number): Uint8Array<ArrayBuffer> {
	const words = new Uint32Array(MIB / 4).fill(Math.imul(index + 1, 2654435761));
	return new Uint8Array(words.buffer);
}

async function isMade(blob: Blob): Promise<boolean> {
	for (let index = 0; index * MIB < blob.size; index++) {
		const piece = await blob.slice(index * MIB, (index + 1) * MIB).arrayBuffer();
		if (new Uint32Array(piece).some((word) => word !== Math.imul(index + 1, 2654435761) >>> 0)) return false;
	}
	return true;
}
