import type { ProjectId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';

/** The file a project was opened from or saved to. */
export type KeptHandle = {
	readonly projectId: ProjectId;
	readonly handle: FileSystemFileHandle;
	/** When it was last opened or saved from here, in milliseconds. */
	readonly at: number;
	/** The file's own time and size then: another time says that something else wrote it. */
	readonly modified: number;
	readonly bytes: number;
	/** Whether earlier versions are written along. */
	readonly history: boolean;
};

/** An import under way, or done, by the key of its file: enough to go on with it, or to know the file again. */
export type KeptImport = {
	readonly key: string;
	readonly at: number;
	/** Callers validate: another version may have written it. */
	readonly progress: JsonValue;
};

/** What this device remembers of files that projects came from and go to. */
export interface TransferStore {
	handles(): Promise<readonly KeptHandle[]>;
	/** One a project; goes with it. */
	keepHandle(handle: KeptHandle): Promise<boolean>;
	forgetHandle(projectId: ProjectId): Promise<boolean>;
	imports(): Promise<readonly KeptImport[]>;
	keepImport(row: KeptImport): Promise<boolean>;
	forgetImport(key: string): Promise<boolean>;
}
