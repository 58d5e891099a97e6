/** Files of our own, in a directory nobody else writes to. Everything may throw a StorageFailure. */
export interface AssetFiles {
	/** A new file, to be written from its beginning. */
	create(name: string): Promise<ByteSink>;
	/** The file as it lies on the disk; `null`: there is none of that name. */
	read(name: string): Promise<Blob | null>;
	/** Nothing happens when there is none. */
	remove(name: string): Promise<void>;
	list(): Promise<readonly string[]>;
}

/** Where bytes go one piece after the other. */
export interface ByteSink {
	write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
	/** What was written is on the disk then. */
	finish(): Promise<void>;
	/** Lets go of it where it stands. Never throws. */
	abandon(): Promise<void>;
}
