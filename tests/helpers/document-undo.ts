import * as Y from 'yjs';
import type { DocumentId } from '#lib/base/ids.ts';
import { isRemoved } from '#lib/doc/entity.ts';
import type { LiveDocument } from '#lib/doc/live-document.ts';
import { authorOf, readStamp, type RegisterId, type RegisterMap, type Stamp } from '#lib/doc/registers.ts';
import type { HistoryStep } from '#lib/editor/history.ts';
import { registerKey, rowKey } from './document-ledger.ts';
import type { Person } from './document-person.ts';
import type { DocumentWorld } from './document-world.ts';

type Written = RegisterId & {
	readonly documentId: DocumentId;
	readonly stamp: Stamp;
	readonly value: unknown;
};

/** What every edit signs, whoever made it, and texts. */
const NO_REGISTERS = ['authors', 'meta', 'text'];

/** Every register of a document, whatever table it is in, with its last write. */
export function readWrites({ id, ydoc }: LiveDocument): Written[] {
	const writes: Written[] = [];
	const read = (table: string, row: string, map: Y.Map<unknown>) => {
		map._map.forEach((_, key) => {
			const stamp = readStamp(map as RegisterMap, key);
			writes.push({ documentId: id, table, row, key, stamp, value: map.get(key) });
		});
	};
	for (const table of ydoc.share.keys()) {
		if (NO_REGISTERS.includes(table)) continue;
		const root = ydoc.getMap<unknown>(table);
		read(table, '', root);
		root.forEach((row, name) => {
			if (row instanceof Y.Map) read(table, name, row);
		});
	}
	return writes;
}

const writesOf = (person: Person): Map<string, Written> =>
	new Map(
		[...person.documents.values()]
			.flatMap(readWrites)
			.map((written) => [registerKey(written.documentId, written), written]),
	);

/** Undoes or redoes one gesture, and sees to it that nothing of anybody else's was changed by that. */
export function stepHistory(world: DocumentWorld, person: Person, step: 'undo' | 'redo'): string {
	const { ledger } = world;
	const before = writesOf(person);
	const result = person.history[step]();
	if (!result.ok) throw new Error(`${step} was refused: ${result.error.message}`);
	if (!result.value) return `${step}: nothing`;
	const after = writesOf(person);
	for (const [at, written] of after) {
		const old = before.get(at);
		if (old?.stamp !== written.stamp) checkWrite(world, person, step, old, written, before);
	}
	for (const at of before.keys()) if (!after.has(at)) throw new Error(`${step} took ${at} away for good.`);
	ledger.count('commands');
	ledger.count('undone');
	ledger.count('skipped', result.value.skipped.length);
	checkSkipped(person, result.value);
	return `${step} ${result.value.label}${describeSkipped(result.value)}`;
}

function checkWrite(
	{ ledger }: DocumentWorld,
	person: Person,
	step: string,
	old: Written | undefined,
	now: Written,
	before: ReadonlyMap<string, Written>,
): void {
	const { documentId, table, row, key } = now;
	const at = registerKey(documentId, now);
	const author = authorOf(old?.stamp ?? null);
	const isMine = author !== null && person.clients.has(author);
	// What a merge brought in was written by others; who merged may take it back.
	if (author !== null && !isMine && !person.merged.has(`${documentId} ${old?.stamp ?? ''}`)) {
		throw new Error(`${step} of ${person.name} wrote ${at}, which ${author} had written.`);
	}
	if (author === null && key !== 'removed') throw new Error(`${step} wrote ${at}, which nobody had.`);
	if (key !== 'removed' || !isRemoved(now.value)) return;
	const rowAt = rowKey(documentId, table, row);
	const state = ledger.stateAt(person.name, rowAt, old?.stamp ?? null);
	if (!state)
		throw new Error(`${step} deleted ${rowAt}, which ${person.name} neither made nor brought back.`);
	for (const { documentId: id, table: t, row: r, key: k, stamp } of before.values()) {
		if (id !== documentId || t !== table || r !== row || stamp === null) continue;
		const writer = authorOf(stamp) as number;
		const clock = Number(/\.(\d+)/.exec(stamp)?.[1]);
		if (!person.clients.has(writer) && clock >= (state.get(writer) ?? 0))
			throw new Error(`${step} of ${person.name} deleted ${rowAt}, whose ${k} ${writer} changed since.`);
	}
}

/** What was left alone was changed by somebody: by oneself only where one wrote over somebody else meanwhile. */
function checkSkipped({ name, clients }: Person, { skipped }: HistoryStep): void {
	for (const { by, byName, reason } of skipped) {
		if (by === null || reason === 'gone') continue;
		if (!clients.has(by) && byName === name) throw new Error(`${name} is said to be ${by}.`);
	}
}

const describeSkipped = ({ skipped }: HistoryStep): string =>
	skipped.length === 0
		? ''
		: ` but for ${skipped.map(({ change, byName }) => `${change.key} (${byName ?? 'nobody knows who'})`).join(', ')}`;
