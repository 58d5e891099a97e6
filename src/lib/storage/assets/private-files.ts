import { assert } from '../../base/assert.ts';
import type { AssetFiles } from './asset-files.ts';

/** The origin's private file system, whose code comes with the first asset; `null` where the browser has none. */
export function privateFiles(): AssetFiles | null {
	const manager = typeof navigator === 'undefined' ? undefined : navigator.storage;
	if (typeof manager?.getDirectory !== 'function') return null;
	const opened = async (): Promise<AssetFiles> => {
		const { openPrivateFiles } = await import('./opfs-adapter.ts');
		const files = openPrivateFiles();
		assert(files, 'the private files were there a moment ago');
		return files;
	};
	return {
		create: async (name) => (await opened()).create(name),
		read: async (name) => (await opened()).read(name),
		remove: async (name) => (await opened()).remove(name),
		list: async () => (await opened()).list(),
	};
}
