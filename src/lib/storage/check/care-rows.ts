import type { DocumentId, ProjectId, VersionId } from '../../base/ids.ts';
import type { RowName } from '../backend.ts';
import type { DocumentInfo, ProjectEntry, VersionInfo } from '../ports.ts';
import type { SetAsideKind } from '../set-aside/set-aside.ts';

/** A row as it lies, whatever its shape: other builds wrote it, or nobody in their right mind. */
export type RawRow = { readonly [field: string]: unknown };

export type RawDocumentRow = { readonly name: RowName; readonly value: RawRow };

/** What is to become of a document's rows, and what they were when that was decided. */
export type RowsMending = {
	/** The document's record; `null`: there was none. */
	readonly record: RawRow | null;
	readonly aside?: readonly { readonly row: RawDocumentRow; readonly why: string }[];
	/** States of versions, joined as long as these are listed. */
	readonly add?: { readonly states: readonly Uint8Array[]; readonly versions: readonly VersionInfo[] };
	/** The record goes too: nothing else is left of it. */
	readonly forget?: boolean;
};

/** A project's list of documents, made anew from what belongs to it. */
export type Relisting = {
	/** All rows that the list had when it was found empty. */
	readonly rows: readonly RawDocumentRow[];
	readonly documents: readonly DocumentId[];
	readonly state: Uint8Array;
	/** `null`: the project is in the list of projects. */
	readonly entry: ProjectEntry | null;
};

export type SetAsideRow = {
	readonly key: number;
	readonly what: SetAsideKind;
	readonly id: string;
	readonly row: string;
	readonly why: string;
	readonly at: number | null;
	readonly bytes: number;
	/** The file that holds its bytes, where they are large. */
	readonly file: string | null;
};

export type UndoSize = { readonly rows: number; readonly bytes: number };

/**
 * The database as a whole, for measuring it and for setting it right. Everything that changes something looks once
 * more, in the same transaction, whether what was found is still so: others are at work meanwhile.
 */
export interface CareRows {
	readTable(table: 'documents' | 'projects' | 'versions'): Promise<readonly RawRow[]>;
	/** With what the rows behind it say of themselves. */
	readRecord(id: DocumentId): Promise<RawRow | null>;
	/** Of rows of documents, whether or not there is a record of them. */
	listRowOwners(): Promise<readonly string[]>;
	readRows(id: string): Promise<readonly RawDocumentRow[]>;
	/** A record for rows that have none, or a sound one for a broken one: never behind the rows there are. */
	mendRecord(info: DocumentInfo): Promise<boolean>;
	/** Does all of it, or nothing where something is not what it was any more. Resolves to whether it was done. */
	mendRows(info: DocumentInfo, mending: RowsMending): Promise<boolean>;
	/** Likewise. */
	relist(index: DocumentInfo, listing: Relisting): Promise<boolean>;
	/** Puts an entry where there is none, or fields that fit where they do not. */
	mendEntry(id: ProjectId, mend: (found: RawRow | null) => ProjectEntry | null): Promise<boolean>;
	/** Bytes of states that versions name, and of those that none does. */
	listStates(): Promise<readonly string[]>;
	readState(hash: string): Promise<Uint8Array<ArrayBuffer>>;
	/** Sets the state aside, and takes the versions that named it out of their lists. */
	setAsideState(hash: string, versions: readonly VersionId[], why: string): Promise<void>;
	/** Removes a state unless a version names it. Resolves to its bytes; `null`: it stayed. */
	removeUnnamedState(hash: string): Promise<number | null>;
	listUndoOwners(): Promise<readonly string[]>;
	measureUndo(projectId: string): Promise<UndoSize>;
	/** Unless the project is there. */
	removeUndo(projectId: string): Promise<UndoSize>;
	/** Without their bytes. */
	listSetAside(): Promise<readonly SetAsideRow[]>;
	readSetAside(key: number): Promise<(SetAsideRow & { readonly content: Uint8Array }) | null>;
	/** Resolves to the file that held its bytes; `null` when there was none. */
	removeSetAside(key: number): Promise<string | null>;
}
