import { nanoid } from 'nanoid';
import * as v from 'valibot';
import type { Clock } from '../../base/clock.ts';
import type { Dispose } from '../../base/disposer.ts';
import { Emitter } from '../../base/emitter.ts';
import { ok, type Result } from '../../base/result.ts';
import { KeptRequest } from '../../protocol/api/kept-request.ts';
import type { Write } from '../backend.ts';
import type { JournaledReads } from '../journaled-reads.ts';
import type { StorageProblem } from '../ports.ts';
import type { TabChannel } from '../tab-channel.ts';
import type { WriteJournal } from '../write-journal.ts';
import { placeRequest, type OutboxRow } from './outbox-row.ts';
import type { NewRequest, OutboxStore, WaitingRequests } from './outbox-store.ts';

export type OutboxParts = {
	readonly journal: WriteJournal;
	readonly reads: JournaledReads;
	readonly clock: Clock;
	readonly tabs: TabChannel | null;
};

/** The outbox over journal and database. */
export class JournaledOutbox implements OutboxStore {
	readonly #parts: OutboxParts;
	readonly #changed = new Emitter<void>();
	#lastOrder = -Infinity;

	constructor(parts: OutboxParts) {
		this.#parts = parts;
		parts.tabs?.onMessage(() => this.#changed.emit());
	}

	async add(asked: NewRequest): Promise<{ readonly request: KeptRequest; readonly durable: boolean }> {
		const { clock } = this.#parts;
		const key = nanoid();
		const request: KeptRequest = {
			...asked,
			key,
			// A clock that was set back must not let it overtake what was asked before.
			order: await this.#nextOrder(),
			revision: 0,
			mark: nanoid(),
			sendAs: key,
			madeAt: clock.now(),
			attempts: 0,
			state: { kind: 'waiting' },
		};
		return { request, durable: await this.#write({ kind: 'request', row: request }) };
	}

	async list(account: string): Promise<Result<WaitingRequests, StorageProblem>> {
		const read = await this.#rows();
		if (!read.ok) return read;
		const rows = read.value.filter((row) => row.account === account);
		const requests = rows.filter((row) => v.is(KeptRequest, row)) as KeptRequest[];
		return ok({ requests: requests.sort(byOrder), unknown: rows.length - requests.length });
	}

	async change(
		{ key, revision, ...rest }: KeptRequest,
		change: Parameters<OutboxStore['change']>[1],
	): Promise<KeptRequest | null> {
		const row: KeptRequest = { ...rest, ...change, key, revision: revision + 1, mark: nanoid() };
		await this.#write({ kind: 'request', row });
		const read = await this.#rows();
		const stands = read.ok ? read.value.find((stored) => stored.key === key) : row;
		return stands && 'mark' in stands && stands.mark === row.mark ? row : null;
	}

	remove(key: string): Promise<boolean> {
		return this.#write({ kind: 'forget-request', key });
	}

	onChange(listener: () => void): Dispose {
		return this.#changed.on(listener);
	}

	close(): void {
		this.#changed.clear();
		this.#parts.tabs?.close();
	}

	async #write(write: Write): Promise<boolean> {
		const written = this.#parts.journal.add(write, 0);
		this.#changed.emit();
		const durable = await written;
		this.#parts.tabs?.post(null); // they look into the database, so not before it is there
		return durable;
	}

	async #nextOrder(): Promise<number> {
		const read = await this.#rows();
		const known = read.ok ? read.value : [];
		const last = known.reduce((highest, { order }) => Math.max(highest, order), this.#lastOrder);
		this.#lastOrder = Math.max(this.#parts.clock.now(), last + 1);
		return this.#lastOrder;
	}

	/** What the database says, with this page's unwritten changes laid over it. */
	async #rows(): Promise<Result<readonly OutboxRow[], StorageProblem>> {
		const read = await this.#parts.reads.read((backend) => backend.listRequests(), []);
		if (!read.ok) return read;
		const rows = new Map(read.value.value.map((row) => [row.key, row]));
		for (const write of read.value.writes) {
			if (write.kind === 'forget-request') rows.delete(write.key);
			if (write.kind !== 'request') continue;
			const placed = placeRequest(rows.get(write.row.key), write.row);
			if (placed) rows.set(placed.key, placed);
		}
		return ok([...rows.values()]);
	}
}

const byOrder = (a: KeptRequest, b: KeptRequest): number =>
	a.order - b.order || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
