import type { DocumentId, ProjectId } from '../base/ids.ts';
import { LiveDocument, type DocumentKind } from '../doc/live-document.ts';
import { applyStored } from './apply-stored.ts';
import type { RowName } from './backend.ts';
import { sortRows } from './sound-rows.ts';
import type { TaskDevice } from './worker/device-task.ts';

/** Which document, and what the page that asks has of it that may not be in the database yet. */
export type StateWanted = {
	readonly id: DocumentId;
	readonly projectId: ProjectId;
	/** False: what the database has of it is forgotten, or out of reach. */
	readonly stored: boolean;
	readonly unwritten: {
		readonly projectId: ProjectId;
		readonly kind: DocumentKind;
		readonly updates: readonly Uint8Array<ArrayBuffer>[];
	} | null;
};

/** The whole document as one v2 update; `null` when the project has none of that id. Sets aside what is damaged. */
export async function readState(
	{ id, projectId, stored, unwritten }: StateWanted,
	{ backend }: Pick<TaskDevice, 'backend'>,
): Promise<Uint8Array<ArrayBuffer> | null> {
	const found = stored ? await backend.run((opened) => opened.readDocument(id)) : null;
	// What the database says first: a foreign project that lists our document must not read it by writing to it.
	const owner = found?.info ?? unwritten;
	if (owner?.projectId !== projectId) return null;
	const { sound, damaged } = sortRows(found);
	const document = new LiveDocument(id, owner.kind);
	const updates = sound.map(({ name, bytes }) => ({ row: name, bytes }));
	const early = (unwritten?.updates ?? []).map((bytes) => ({ row: null, bytes }));
	const refused = applyStored(document, [...updates, ...early]);
	const state = document.encodeState().slice();
	document.destroy();
	const why = 'The checksum does not match the bytes';
	for (const { row, why: reason } of [...damaged.map(({ name }) => ({ row: name, why })), ...refused]) {
		if (row) await setAside(row as RowName, reason);
	}
	return state;

	async function setAside(row: RowName, reason: string): Promise<void> {
		// What this does not do, the next read does.
		await backend.run((opened) => opened.quarantineRow(id, row, reason)).catch(() => {});
	}
}
