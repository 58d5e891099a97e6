import * as v from 'valibot';
import { endpoint } from '#lib/protocol/api/endpoint.ts';
import { pageOf, pageQuery } from '#lib/protocol/api/page.ts';
import { idText, lineOfText } from '#lib/protocol/api/text.ts';

const Note = v.object({ noteId: v.string(), text: v.string(), changedAt: v.number() });
const noteId = v.strictObject({ noteId: idText });
const NoteText = v.strictObject({ text: lineOfText(200) });

export const listNotes = endpoint({
	method: 'GET',
	path: '/notes',
	needs: 'account',
	summary: 'Your notes, newest first',
	query: v.strictObject(pageQuery),
	answer: pageOf(Note),
});

export const addNote = endpoint({
	method: 'POST',
	path: '/notes',
	needs: 'account',
	summary: 'Write a note',
	body: NoteText,
	answer: Note,
	status: 201,
});

export const readNote = endpoint({
	method: 'GET',
	path: '/notes/:noteId',
	needs: 'account',
	summary: 'One note',
	params: noteId,
	answer: Note,
});

export const changeNote = endpoint({
	method: 'PATCH',
	path: '/notes/:noteId',
	needs: 'account',
	summary: 'Change a note, if it is still what you read',
	params: noteId,
	body: NoteText,
	answer: Note,
	guarded: true,
});

export const removeNote = endpoint({
	method: 'DELETE',
	path: '/notes/:noteId',
	needs: 'account',
	summary: 'Throw a note away',
	params: noteId,
});
