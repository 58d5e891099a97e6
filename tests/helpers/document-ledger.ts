import type { DocumentId } from '#lib/base/ids.ts';
import * as Y from 'yjs';
import { isRemoved } from '#lib/doc/entity.ts';
import type { Hierarchy } from '#lib/doc/hierarchy.ts';
import type { Edited, LiveDocument } from '#lib/doc/live-document.ts';
import { findRow, readRegister, type RegisterId, type Stamp } from '#lib/doc/registers.ts';

/** What happened in a run, for the test that it really did. */
export const HAPPENINGS = [
	'commands',
	'refused',
	'moves',
	'healed cycles',
	'healed orphans',
	'too deep',
	'conflicts',
	'undone',
	'skipped',
	're-keyings',
	'sweeps',
	'forgeries',
	'reloads',
	'rollbacks',
	'pending',
	'deliveries',
	'two documents',
	'prefabs',
	'derived',
	'prefab cycles',
	'overrides',
	'applied',
	'detached',
	'restores',
	'merges',
	'merge conflicts',
] as const;
export type Happening = (typeof HAPPENINGS)[number];

export const registerKey = (documentId: DocumentId, { table, row, key }: RegisterId): string =>
	`${documentId} ${table}/${row}/${key}`;
export const rowKey = (documentId: DocumentId, table: string, row: string): string =>
	`${documentId} ${table}/${row}`;

/** What a peer wrote past all commands, and where it must still be. */
export type Forgery = RegisterId & { readonly documentId: DocumentId; readonly value: unknown };

/** Everything that anybody did, remembered beside the documents, to hold them to it. */
export class DocumentLedger {
	readonly counts = new Map<Happening, number>();
	/** Rows that a command made. */
	readonly created = new Set<string>();
	/** Rows that somebody took away at least once, or that were lost with a device. */
	readonly gone = new Set<string>();
	/** Registers that were made what they had been once, by undo too. */
	readonly restored = new Set<string>();
	readonly forgeries: Forgery[] = [];
	/** Values, as JSON, that no command would have written; undo and copies may repeat them. */
	readonly forgedValues = new Set<string>();
	/** Entities that existed and got another place, by whatever command. */
	placesWritten = 0;
	/** How far everybody had written when a row was made, deleted or brought back, by stamp. */
	readonly #statesAt = new Map<string, ReadonlyMap<number, number>>();
	/** Below what somebody put an entity, ever. */
	readonly #puts = new Set<string>();
	readonly #writers = new Map<string, string>();

	count(happening: Happening, by = 1): void {
		this.counts.set(happening, (this.counts.get(happening) ?? 0) + by);
	}

	note(who: string, { documentId, changes, origin }: Edited, { ydoc }: LiveDocument): void {
		const state = Y.decodeStateVector(Y.encodeStateVector(ydoc));
		for (const change of changes) {
			const { table, row, key, after, was, is } = change;
			const at = rowKey(documentId, table, row);
			if (key === 'removed') {
				if (was === null && is === null) this.created.add(at);
				if (isRemoved(after)) this.gone.add(at);
				this.#statesAt.set(`${who} ${at} ${String(is)}`, state);
			}
			const write = `${registerKey(documentId, change)} ${String(was)}`;
			const other = this.#writers.get(write);
			if (was !== null && other !== undefined && other !== who) this.count('conflicts');
			this.#writers.set(write, who);
			if (key === 'place') this.placesWritten++;
			if (table === 'entities') this.#notePlace(row, readRegister(findRow(ydoc, table, row), 'place'));
			if (origin !== 'edit') this.restored.add(registerKey(documentId, change));
		}
	}

	/** An entity is shown elsewhere than its place says: at the root, or where somebody put it before. */
	noteHealed({ healed, parentOf }: Hierarchy): void {
		for (const [id, why] of healed) {
			const parent = parentOf.get(id) ?? null;
			const isForged = this.forgedValues.size > 0;
			if (parent !== null && !isForged && !this.#puts.has(`${id} ${parent}`))
				throw new Error(`${id} is shown below ${parent}, where nobody ever put it.`);
			this.count(why === 'cycle' ? 'healed cycles' : why === 'orphan' ? 'healed orphans' : 'too deep');
		}
	}

	#notePlace(id: string, place: unknown): void {
		if (Array.isArray(place)) this.#puts.add(`${id} ${String(place[0])}`);
	}

	/** All rows these documents have. */
	rowsOf(documents: Iterable<LiveDocument>): Set<string> {
		const rows = new Set<string>();
		for (const { id, ydoc } of documents) {
			for (const table of ['entities', 'documents', 'branches']) {
				for (const row of ydoc.getMap(table).keys()) rows.add(rowKey(id, table, row));
			}
		}
		return rows;
	}

	/** How far everybody had written when the row got the flag with this stamp. */
	stateAt(who: string, row: string, stamp: Stamp): ReadonlyMap<number, number> | undefined {
		return this.#statesAt.get(`${who} ${row} ${String(stamp)}`);
	}
}
