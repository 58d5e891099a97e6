import * as Y from 'yjs';
import { isId, type DocumentId } from '../base/ids.ts';
import { isJson, jsonEqual, type JsonValue } from '../base/json.ts';
import { readBranches } from './branches/branch-list.ts';
import { isTooDeep } from './deep-content.ts';
import type { LiveDocument } from './live-document.ts';

type Names = ReadonlyMap<DocumentId, DocumentId>;

/** Every document that a project's index speaks of: listed ones, removed, of unknown kinds, and those of branches. */
export function documentsNamedIn(index: LiveDocument): Set<DocumentId> {
	const found = new Set<DocumentId>();
	for (const id of index.ydoc.getMap('documents').keys()) if (isId(id)) found.add(id as DocumentId);
	for (const { copies } of readBranches(index)) for (const id of copies.values()) found.add(id);
	return found;
}

/** Which of these documents this one names, in whatever register, of whatever component: what it takes to show it. */
export function documentsNamedBy(
	{ ydoc }: LiveDocument,
	known: ReadonlySet<DocumentId>,
): ReadonlySet<DocumentId> {
	const found = new Set<DocumentId>();
	const look = (value: unknown): void => {
		if (typeof value === 'string' && known.has(value as DocumentId)) found.add(value as DocumentId);
		else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look);
	};
	for (const [name, root] of ydoc.share) {
		if (root._start !== null || root._map.size === 0) continue;
		for (const row of ydoc.getMap(name).values()) {
			for (const value of row instanceof Y.Map ? row.values() : [row]) if (isJson(value)) look(value);
		}
	}
	return found;
}

/**
 * Gives documents other names wherever this one names them: in whatever register, of whatever component, also of
 * versions to come. For copies only. False when it names none of them, and so is as it was.
 */
export function renameDocuments({ ydoc }: LiveDocument, names: Names): boolean {
	let changed = false;
	ydoc.transact(() => {
		for (const [name, root] of ydoc.share) {
			// A text has an order, a table has none; an empty root may be either.
			if (root._start === null && root._map.size > 0) changed = renameIn(ydoc.getMap(name), names) || changed;
		}
	}, 'import');
	return changed;
}

function renameIn(map: Y.Map<unknown>, names: Names, isRow = false): boolean {
	let changed = false;
	for (const [key, value] of [...map]) {
		if (value instanceof Y.Map)
			changed = (!isRow && renameIn(value as Y.Map<unknown>, names, true)) || changed;
		const named = isJson(value) ? renameValue(value, names) : value;
		const renamed = renameKey(key, names);
		const isSame = named === value || (isJson(named) && jsonEqual(named, value as JsonValue));
		if ((renamed === key && isSame) || isUnmovable(value)) continue;
		// What is moved away is emptied, so a copy takes its place.
		map.set(renamed, named instanceof Y.AbstractType ? named.clone() : named);
		if (renamed !== key) map.delete(key);
		changed = true;
	}
	return changed;
}

const isUnmovable = (value: unknown): boolean =>
	value instanceof Y.AbstractType && value._item !== null && isTooDeep(value._item);

/** An id alone, or behind a word: `copy.<id>`. */
const renameKey = (key: string, names: Names): string =>
	key
		.split('.')
		.map((part) => names.get(part as DocumentId) ?? part)
		.join('.');

function renameValue(value: JsonValue, names: Names): JsonValue {
	if (typeof value === 'string') return names.get(value as DocumentId) ?? value;
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map((item: JsonValue) => renameValue(item, names));
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renameValue(item, names)]));
}
