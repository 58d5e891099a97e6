import { isId, type DocumentId, type EntityId } from '../base/ids.ts';
import { isExpandedId } from '../doc/prefabs/entity-path.ts';
import { isJson, type JsonValue } from '../base/json.ts';
import { CONTENT_KINDS, type DocumentKind } from '../doc/live-document.ts';
import type { RegisterChange, Stamp } from '../doc/registers.ts';
import type { PlacedGesture } from './gesture-stack.ts';
import type { Gesture, GesturePart, Selected } from './gesture.ts';

/** A gesture as it is kept on the device: JSON, where an absent value is an absent member. */
export function formatGesture({ label, parts, before, after, replicas }: Gesture): JsonValue {
	return { label, parts: parts.map(formatPart), before, after, replicas };
}

const formatPart = ({ documentId, kind, changes }: GesturePart): JsonValue => ({
	documentId,
	kind,
	changes: changes.map(formatChange),
});

const formatChange = ({ table, row, key, before, after, was, is, seen }: RegisterChange): JsonValue => ({
	table,
	row,
	key,
	...(before === undefined ? {} : { before }),
	...(after === undefined ? {} : { after }),
	was,
	is,
	...(seen ? { seen } : {}),
});

/** A row of a kept list; `payload` may be anything. */
export type LoggedGesture = { readonly index: number; readonly payload: unknown };

/**
 * The newest gestures of a kept list, oldest first. What cannot be read goes, with all before it: the later ones
 * were made on top of it.
 */
export function parseGestures(rows: readonly LoggedGesture[]): readonly PlacedGesture[] {
	const gestures: PlacedGesture[] = [];
	for (const { index, payload } of rows.toReversed()) {
		const gesture = parseGesture(payload);
		const isNext = gestures[0] === undefined || gestures[0].index === index + 1;
		if (!gesture || !isNext) break;
		gestures.unshift({ index, gesture });
	}
	return gestures;
}

/** Undefined for what is no gesture of ours, in any part of it. */
export function parseGesture(payload: unknown): Gesture | undefined {
	if (!isFields(payload)) return undefined;
	const { label, parts, before, after, replicas } = payload;
	if (!isText(label) || !isListOf(replicas, isNumber) || !Array.isArray(parts) || parts.length === 0) {
		return undefined;
	}
	const read = parts.map(parsePart);
	const [from, to] = [parseSelected(before), parseSelected(after)];
	if (read.includes(undefined) || from === undefined || to === undefined) return undefined;
	return { label, parts: read as GesturePart[], before: from, after: to, replicas };
}

function parsePart(value: unknown): GesturePart | undefined {
	if (!isFields(value)) return undefined;
	const { documentId, kind, changes } = value;
	if (!isId(documentId) || !isKind(kind) || !Array.isArray(changes) || changes.length === 0) return undefined;
	const read = changes.map((change) => parseChange(change, kind));
	if (read.includes(undefined)) return undefined;
	return { documentId: documentId as DocumentId, kind, changes: read as RegisterChange[] };
}

function parseChange(value: unknown, kind: DocumentKind): RegisterChange | undefined {
	if (!isFields(value)) return undefined;
	const { table, row, key, before, after, was, is, seen } = value;
	if (!isText(table) || !isName(row) || !isName(key) || !isEdited(kind, table, row, key)) return undefined;
	if (!isValue(before) || !isValue(after) || !isStamp(was) || !isStamp(is) || !isSeen(seen)) return undefined;
	return { table, row, key, before, after, was, is, ...(seen ? { seen } : {}) };
}

const ROW_TABLES: Readonly<Record<DocumentKind, readonly string[]>> = {
	project: ['documents', 'branches', 'folders'],
	scene: ['entities'],
	prefab: ['entities'],
	script: [],
	page: [],
};

/**
 * Whether people edit such a register. Undo writes back what a list says, for everybody: never a whole row, nor who wrote
 * a document or in which shape, whoever wrote the list.
 */
function isEdited(kind: DocumentKind, table: string, row: string, key: string): boolean {
	if (row !== '') return ROW_TABLES[kind].includes(table);
	return kind === 'project' && (table === 'assets' || (table === 'settings' && !key.startsWith('schema')));
}

/** Undefined for what is no selection. */
function parseSelected(value: unknown): Selected | null | undefined {
	if (value === null) return null;
	if (!isFields(value)) return undefined;
	const { documentId, ids } = value;
	if (!isId(documentId) || !isListOf(ids, isExpandedId)) return undefined;
	return { documentId: documentId as DocumentId, ids: ids as EntityId[] };
}

type Fields = { readonly [key: string]: unknown };

const MAX_NAME = 2_000;
const STAMP = /^\d{1,16}\.\d{1,16}-?$/;
const CLIENT = /^\d{1,16}$/;

const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string =>
	typeof value === 'string' && value !== '' && value.length <= 60;

/** Of a row or a key: an override's key names every prefab on the way. */
const isName = (value: unknown): value is string => typeof value === 'string' && value.length <= MAX_NAME;

const isNumber = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const isKind = (value: unknown): value is DocumentKind =>
	value === 'project' || (CONTENT_KINDS as readonly unknown[]).includes(value);

const isValue = (value: unknown): value is JsonValue | undefined => value === undefined || isJson(value);

const isStamp = (value: unknown): value is Stamp =>
	value === null || (typeof value === 'string' && STAMP.test(value));

const isSeen = (value: unknown): value is Readonly<Record<number, number>> | undefined =>
	value === undefined ||
	(isFields(value) &&
		Object.entries(value).every(([client, clock]) => CLIENT.test(client) && isNumber(clock)));

function isListOf<T>(value: unknown, isItem: (item: unknown) => item is T): value is T[] {
	return Array.isArray(value) && value.every(isItem);
}
