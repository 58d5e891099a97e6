/** Files and folders as the File System Access API hands them out, in memory. */
export class MemoryFile {
	readonly kind = 'file';
	readonly name: string;
	content: Blob;
	lastModified = 1;
	/** While set, opening or writing it fails with this DOMException name. */
	failing: { readonly name: string; readonly when: 'open' | 'write' | 'close' } | null = null;
	permission: PermissionState = 'granted';
	/** What a request for permission is answered with. */
	answer: PermissionState = 'granted';

	constructor(name: string, content = new Blob()) {
		this.name = name;
		this.content = content;
	}

	get handle(): FileSystemFileHandle {
		return this as unknown as FileSystemFileHandle;
	}

	async getFile(): Promise<File> {
		return new File([this.content], this.name, { lastModified: this.lastModified });
	}

	async isSameEntry(other: unknown): Promise<boolean> {
		return other === this;
	}

	async queryPermission(): Promise<PermissionState> {
		return this.permission;
	}

	async requestPermission(): Promise<PermissionState> {
		this.permission = this.answer;
		return this.permission;
	}

	/** As the browser does it: into a file beside it, that takes its place on closing. */
	async createWritable() {
		this.#fail('open');
		let beside = new Blob();
		return {
			write: async ({ position, data }: { position: number; data: Uint8Array<ArrayBuffer> }) => {
				this.#fail('write');
				beside = new Blob([beside.slice(0, position), data, beside.slice(position + data.length)]);
			},
			close: async () => {
				this.#fail('close');
				this.content = beside;
				this.lastModified += 1;
			},
			abort: async () => {},
		};
	}

	#fail(when: 'open' | 'write' | 'close'): void {
		if (this.failing?.when === when) throw new DOMException('It is not to be', this.failing.name);
	}
}

export class MemoryFolder {
	readonly files = new Map<string, MemoryFile>();
	/** Names that cannot be made. */
	refused = new Set<string>();

	get handle(): FileSystemDirectoryHandle {
		return this as unknown as FileSystemDirectoryHandle;
	}

	async getFileHandle(name: string, { create = false } = {}): Promise<MemoryFile> {
		if (this.refused.has(name) && create) throw new DOMException('Not there', 'NotAllowedError');
		const known = this.files.get(name);
		if (known) return known;
		if (!create) throw new DOMException('No such file', 'NotFoundError');
		const made = new MemoryFile(name);
		this.files.set(name, made);
		return made;
	}

	async removeEntry(name: string): Promise<void> {
		this.files.delete(name);
	}
}
