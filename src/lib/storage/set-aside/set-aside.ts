import type { ProjectId } from '../../base/ids.ts';

export const SET_ASIDE_KINDS = ['document', 'asset', 'version'] as const;
export type SetAsideKind = (typeof SET_ASIDE_KINDS)[number];

/** Something damaged that was moved out of the way, with all there is of it. */
export type SetAside = {
	readonly key: number;
	readonly what: SetAsideKind;
	/** What it belonged to, where that is known. */
	readonly projectId: ProjectId | null;
	/** What people call it: a document's or project's title, an asset's name; `null` where nobody knows any more. */
	readonly name: string | null;
	readonly why: string;
	/** Milliseconds since the Unix epoch; `null` for what earlier builds set aside. */
	readonly at: number | null;
	readonly bytes: number;
};

/** What was set aside on this device: never in the way, never deleted by itself. */
export interface SetAsideStore {
	/** The last one first. */
	list(): Promise<readonly SetAside[]>;
	/** Its bytes as they were found, as a file; `null` when it is gone. */
	toFile(key: number): Promise<{ readonly fileName: string; readonly blob: Blob } | null>;
	/** For good. */
	remove(key: number): Promise<boolean>;
}
