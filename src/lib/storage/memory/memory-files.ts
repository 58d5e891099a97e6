import type { AssetFiles, ByteSink } from '../assets/asset-files.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Files of our own in plain maps: for tests, where there is no private file system. */
export class MemoryFiles implements AssetFiles {
	readonly files = new Map<string, readonly Bytes[]>();
	/** Called before each write: a test's way to fill the disk or stop the world. */
	onWrite: (name: string) => Promise<void> | void = () => {};

	async create(name: string): Promise<ByteSink> {
		this.files.set(name, []);
		return {
			write: async (bytes) => {
				await this.onWrite(name);
				this.files.set(name, [...(this.files.get(name) ?? []), bytes.slice()]);
			},
			finish: async () => {},
			abandon: async () => {},
		};
	}

	async read(name: string): Promise<Blob | null> {
		const pieces = this.files.get(name);
		return pieces ? new Blob([...pieces]) : null;
	}

	async remove(name: string): Promise<void> {
		this.files.delete(name);
	}

	list = async (): Promise<readonly string[]> => [...this.files.keys()];
}
