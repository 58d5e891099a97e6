import { nanoid } from 'nanoid';
import * as v from 'valibot';
import { err, ok } from '#lib/base/result.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import { formatCursor, parseCursor } from '#server/records/cursor.ts';
import { implement, type Call, type RecordsContext, type RecordsModule } from '#server/records/module.ts';
import { addNote, changeNote, listNotes, readNote, removeNote } from './notes-api.ts';

const MIGRATIONS = [
	`
	CREATE TABLE notes (
		seq INTEGER PRIMARY KEY AUTOINCREMENT,
		note_id TEXT NOT NULL UNIQUE,
		user_id TEXT NOT NULL,
		text TEXT NOT NULL,
		changed_at INTEGER NOT NULL
	) STRICT;
	CREATE INDEX notes_of_user ON notes (user_id, seq);
	`,
];

type Note = { noteId: string; text: string; changedAt: number };
const ABSENT: ProtocolError = { code: 'not-found', message: 'You have no such note' };
const COLUMNS = 'seq, note_id AS noteId, text, changed_at AS changedAt';

// "account" was checked before any handler runs, so there is somebody.
const userOf = ({ who }: Call): string => who?.userId ?? '';

/** Notes that people keep for themselves. */
export function notesModule({ prepare, audit }: RecordsContext): RecordsModule {
	const find = (userId: string, noteId: string) =>
		prepare(`SELECT ${COLUMNS} FROM notes WHERE user_id = ? AND note_id = ?`).get(userId, noteId) as
			Note | undefined;
	return {
		name: 'notes',
		version: '1.0.0',
		migrations: MIGRATIONS,
		routes: [
			implement(listNotes, async ({ query: { cursor, limit } }, call) => {
				const before = cursor === undefined ? ok([Infinity]) : parseCursor(cursor, v.tuple([v.number()]));
				if (!before.ok) return before;
				const rows = prepare(
					`SELECT ${COLUMNS} FROM notes WHERE user_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
				).all(userOf(call), ...before.value, limit) as (Note & { seq: number })[];
				const last = rows.at(-1);
				return ok({ items: rows, next: last && rows.length === limit ? formatCursor([last.seq]) : null });
			}),
			implement(addNote, async ({ body: { text } }, call) =>
				call.commit(() => {
					const note: Note = { noteId: nanoid(22), text, changedAt: call.now };
					prepare('INSERT INTO notes (note_id, user_id, text, changed_at) VALUES (?, ?, ?, ?)').run(
						note.noteId,
						userOf(call),
						text,
						call.now,
					);
					audit(
						{ act: 'note.add', actor: userOf(call), subject: `note:${note.noteId}`, outcome: 'done' },
						call,
					);
					return ok(note);
				}),
			),
			implement(readNote, async ({ params }, call) => {
				const note = find(userOf(call), params.noteId);
				return note ? ok(note) : err(ABSENT);
			}),
			implement(changeNote, async ({ params, body: { text } }, call) =>
				call.commit(() => {
					const note = find(userOf(call), params.noteId);
					if (!note) return err(ABSENT);
					const current = call.matches(note);
					if (!current.ok) return current;
					prepare('UPDATE notes SET text = ?, changed_at = ? WHERE note_id = ?').run(
						text,
						call.now,
						note.noteId,
					);
					return ok({ ...note, text, changedAt: call.now });
				}),
			),
			implement(removeNote, async ({ params }, call) =>
				call.commit(() => {
					const { changes } = prepare('DELETE FROM notes WHERE user_id = ? AND note_id = ?').run(
						userOf(call),
						params.noteId,
					);
					return Number(changes) > 0 ? ok(undefined) : err(ABSENT);
				}),
			),
		],
	};
}
