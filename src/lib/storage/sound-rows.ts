import type { DocumentRow, DocumentRows } from './backend.ts';
import { crc32 } from './crc32.ts';

// A row of any other shape is as damaged as one with other bytes.
export const isSound = (row: DocumentRow): boolean =>
	row.bytes instanceof Uint8Array && crc32(row.bytes) === row.crc32;

/** Which rows are what they were when they were written. */
export function sortRows(stored: DocumentRows | null): { sound: DocumentRow[]; damaged: DocumentRow[] } {
	const sound: DocumentRow[] = [];
	const damaged: DocumentRow[] = [];
	for (const row of stored?.rows ?? []) (isSound(row) ? sound : damaged).push(row);
	return { sound, damaged };
}
