import type { DocumentId, EntityId } from '../base/ids.ts';
import type { Skipped } from '../editor/revert-gesture.ts';
import { m } from '../paraglide/messages.js';
import { nameOfKey } from './name-of-key.ts';
import type { ProjectSession } from './project-session.svelte.ts';

/** Where the names of things are looked up. */
type Names = Pick<ProjectSession, 'title' | 'findDocument' | 'scene'>;

/** What undo or redo left alone, and because of whom, in words; undefined when it left nothing. */
export function undoNotice(skipped: readonly Skipped[], names: Names): string | undefined {
	const changed = skipped.filter(({ reason }) => reason === 'changed');
	const [first] = changed;
	const gone = skipped.length - changed.length;
	if (!first) return gone > 0 ? m.studio_left_gone({ count: gone }) : undefined;
	if (skipped.length === 1) return describeOne(first, names);
	return m.studio_left_many({ count: skipped.length, names: nameAll(changed) });
}

function describeOne({ change, byName, documentId }: Skipped, names: Names): string {
	const { table, row, key } = change;
	const name = byName ?? m.studio_someone();
	const thing =
		table === 'entities'
			? names.scene(documentId)?.scene.find(row as EntityId)?.name
			: table === 'documents'
				? names.findDocument(row as DocumentId)?.title
				: names.title;
	const title = thing ?? names.findDocument(documentId)?.title ?? names.title;
	return key === 'removed'
		? m.studio_left_thing({ thing: title, name })
		: m.studio_left_field({ field: nameOfKey(key), thing: title, name });
}

/** Everybody who changed something, once, “someone” last. */
function nameAll(changed: readonly Skipped[]): string {
	const known = new Set(changed.flatMap(({ byName }) => byName ?? []));
	const all = changed.some(({ byName }) => byName === null) ? [...known, m.studio_someone()] : [...known];
	return new Intl.ListFormat().format(all);
}
