import { isId, type DocumentId } from '../base/ids.ts';
import { PROJECT_ROLES, type ProjectRole } from '../protocol/permissions.ts';

export type Vector3 = readonly [number, number, number];

export type PresenceUser = {
	readonly id: string;
	readonly name: string;
	/** 1 to 8: an index into the design's peer colours. */
	readonly color: number;
};

export type PresenceCamera = {
	readonly position: Vector3;
	readonly target: Vector3;
	/** Vertical, in degrees. */
	readonly fov: number;
};

/** What a person shows of themselves while here. */
export type PresenceState = {
	readonly user: PresenceUser;
	/** Ids of what they have selected. */
	readonly selection: readonly string[];
	readonly camera: PresenceCamera | null;
	/** The document they look at. */
	readonly document: DocumentId | null;
};

/** A state as the network carries it: with the text editor's cursor, which only its binding reads, and a role. */
export type WireState = PresenceState & {
	readonly cursor: TextCursor | null;
	/** What they may do, as the server says; null when nobody said. */
	readonly role: ProjectRole | null;
};

type StructId = { readonly client: number; readonly clock: number };
type TextPosition = {
	readonly type: StructId | null;
	readonly tname: string | null;
	readonly item: StructId | null;
	readonly assoc: number;
};
export type TextCursor = { readonly anchor: TextPosition; readonly head: TextPosition };

export const PEER_COLORS = 8;
export const MAX_SELECTION = 200;
const MAX_NAME = 64;
const MAX_COORDINATE = 1e9;

/** The same person has the same colour everywhere (FNV-1a of their id, 1 to 8). */
export function peerColor(id: string): number {
	let hash = 0x811c9dc5;
	for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193) >>> 0;
	return 1 + (hash % PEER_COLORS);
}

type Fields = { readonly [key: string]: unknown };

const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads what a stranger sent: known fields within their bounds, the rest left out; null when it is no state. */
export function readPresence(value: unknown, clientId: number): WireState | null {
	if (!isFields(value)) return null;
	return Object.freeze({
		user: readUser(value['user'], clientId),
		selection: readSelection(value['selection']),
		camera: readCamera(value['camera']),
		document: isId(value['document']) ? (value['document'] as DocumentId) : null,
		cursor: readCursor(value['cursor']),
		role: PROJECT_ROLES.find((role) => role === value['role']) ?? null,
	});
}

function readUser(value: unknown, clientId: number): PresenceUser {
	const user = isFields(value) ? value : {};
	const id = readText(user['id'], MAX_NAME) ?? String(clientId);
	const color = user['color'];
	const known = Number.isInteger(color) && (color as number) >= 1 && (color as number) <= PEER_COLORS;
	return Object.freeze({
		id,
		name: readText(user['name'], MAX_NAME) ?? '',
		color: known ? (color as number) : peerColor(id),
	});
}

function readText(value: unknown, max: number): string | null {
	if (typeof value !== 'string') return null;
	// Control and direction-changing characters could disguise one name as another.
	const text = value.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim();
	const cut = [...text].slice(0, max).join('');
	return cut === '' ? null : cut;
}

function readSelection(value: unknown): readonly string[] {
	if (!Array.isArray(value)) return Object.freeze([]);
	return Object.freeze(value.slice(0, MAX_SELECTION).filter(isId));
}

function readCamera(value: unknown): PresenceCamera | null {
	if (!isFields(value)) return null;
	const position = readVector(value['position']);
	const target = readVector(value['target']);
	const fov = value['fov'];
	if (!position || !target || typeof fov !== 'number' || !(fov > 0 && fov < 180)) return null;
	return Object.freeze({ position, target, fov });
}

function readVector(value: unknown): Vector3 | null {
	if (!Array.isArray(value) || value.length !== 3) return null;
	const [x, y, z] = value as unknown[];
	return isCoordinate(x) && isCoordinate(y) && isCoordinate(z) ? Object.freeze([x, y, z] as const) : null;
}

const isCoordinate = (value: unknown): value is number =>
	typeof value === 'number' && Math.abs(value) <= MAX_COORDINATE;

function readCursor(value: unknown): TextCursor | null {
	if (!isFields(value)) return null;
	const anchor = readPosition(value['anchor']);
	const head = readPosition(value['head']);
	return anchor && head ? { anchor, head } : null;
}

// Yjs trusts these numbers: a negative clock makes it throw in everybody's editor.
function readPosition(value: unknown): TextPosition | null {
	if (!isFields(value)) return null;
	const { type, tname, item, assoc } = value;
	if (tname !== null && tname !== undefined && (typeof tname !== 'string' || tname.length > MAX_NAME))
		return null;
	if (!isNullish(type) && !isStructId(type)) return null;
	if (!isNullish(item) && !isStructId(item)) return null;
	return { type: type ?? null, tname: tname ?? null, item: item ?? null, assoc: assoc === -1 ? -1 : 0 };
}

const isNullish = (value: unknown): value is null | undefined => value === null || value === undefined;

function isStructId(value: unknown): value is StructId {
	if (!isFields(value)) return false;
	return [value['client'], value['clock']].every((n) => Number.isSafeInteger(n) && (n as number) >= 0);
}
