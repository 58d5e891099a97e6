import { clipText } from '../../base/clip-text.ts';
import { isId, type ProjectId } from '../../base/ids.ts';
import { PROJECT_ROLES, type ProjectRole } from '../../protocol/permissions.ts';
import type { ProjectEntry } from '../ports.ts';

/** What is remembered of a project outside the database: enough to name it, and to fetch what a server has of it. */
export type WitnessNote = Pick<
	ProjectEntry,
	'id' | 'title' | 'createdAt' | 'changedAt' | 'origin' | 'role' | 'shared' | 'token'
>;

/** All notes, and when they were written: of two places, the later one is right. */
export type WitnessBook = { readonly writtenAt: number; readonly notes: readonly WitnessNote[] };

const SHAPE = 1;
const MAX_NOTES = 2_000;
const MAX_TITLE = 200;
const MAX_SECRET = 4_096;
/** A text above this is none of ours: reading it would only cost memory. */
const MAX_TEXT = 4_000_000;

export const EMPTY_BOOK: WitnessBook = { writtenAt: 0, notes: [] };

export function noteOf(entry: ProjectEntry): WitnessNote {
	const { id, title, createdAt, changedAt, origin, role, shared } = entry;
	// The one secret that fetching it again takes. The claim, which only a first registration takes, stays in the database.
	const token = shared ? (entry.formerToken ?? entry.token) : null;
	return { id, title: clipText(title, MAX_TITLE), createdAt, changedAt, origin, role, shared, token };
}

/** The project as the list has it again; its documents have to come from where they still are. */
export const entryOf = (note: WitnessNote): ProjectEntry => ({
	...note,
	removedAt: null,
	thumbnail: null,
	claim: null,
	waiting: 0,
});

export function formatBook({ writtenAt, notes }: WitnessBook): string {
	// The latest ones, should there ever be more than anybody could want back.
	const kept = [...notes].sort((a, b) => b.changedAt - a.changedAt).slice(0, MAX_NOTES);
	return JSON.stringify({ shape: SHAPE, writtenAt, notes: kept });
}

/** What a text says; `null` when it is no book of ours. Notes that are none are left out. */
export function parseBook(text: string | null): WitnessBook | null {
	if (text === null || text.length > MAX_TEXT) return null;
	const book = parseObject(text);
	if (book?.shape !== SHAPE || !isTime(book.writtenAt) || !Array.isArray(book.notes)) return null;
	const notes = new Map<string, WitnessNote>();
	for (const value of book.notes.slice(0, MAX_NOTES)) {
		const note = parseNote(value);
		if (note) notes.set(note.id, note);
	}
	return { writtenAt: book.writtenAt, notes: [...notes.values()] };
}

type Unknown = { readonly [key: string]: unknown };

function parseObject(text: string): Unknown | null {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' ? (value as Unknown | null) : null;
	} catch {
		return null; // anybody may have written there
	}
}

export const isWitnessNote = (value: unknown): boolean => parseNote(value) !== null;

function parseNote(value: unknown): WitnessNote | null {
	if (typeof value !== 'object' || value === null) return null;
	const { id, title, createdAt, changedAt, origin, role, shared, token } = value as Unknown;
	if (!isId(id) || typeof title !== 'string' || title.length > MAX_TITLE) return null;
	if (!isTime(createdAt) || !isTime(changedAt) || typeof shared !== 'boolean') return null;
	if ((origin !== 'mine' && origin !== 'joined') || typeof role !== 'string') return null;
	if (!isSecret(token)) return null;
	// A role that only a later build knows: the least one, until the server says what it is.
	const known = isRole(role) ? role : 'viewer';
	return { id: id as ProjectId, title, createdAt, changedAt, origin, role: known, shared, token };
}

const isTime = (value: unknown): value is number => Number.isFinite(value) && (value as number) >= 0;
const isRole = (value: unknown): value is ProjectRole =>
	(PROJECT_ROLES as readonly unknown[]).includes(value);
const isSecret = (value: unknown): value is string | null =>
	value === null || (typeof value === 'string' && value.length <= MAX_SECRET);
