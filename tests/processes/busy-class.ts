import { expect, vi } from 'vitest';
import type * as Y from 'yjs';
import { systemClock } from '#lib/base/clock.ts';
import { mintDeviceId } from '#lib/base/ids.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { formatAddress, type DocumentAddress } from '#lib/protocol/address.ts';
import { createConnection } from '#lib/sync/connection.ts';
import { openWebSocket } from '#lib/sync/web-socket-adapter.ts';
import { CountingLedger } from '../helpers/counting-ledger.ts';
import { joinAsStockClient } from '../helpers/stock-client.ts';
import type { TestProject } from '../helpers/sync-server.ts';

const EDIT_EVERY_MS = 15;
const LIST = 'log';

/** One person's copy of one document. Their edits are entries `<name>:1`, `<name>:2` … at the end of one list. */
export type Copy = {
	readonly name: string;
	readonly address: DocumentAddress;
	readonly ydoc: Y.Doc;
	made: number;
	/** How many of the entries made here the server said are safe; it says no such thing to stock clients. */
	acknowledged(): number;
	/** How far it is with the server, in the client's own words. */
	state(): string;
	/** All is sent and confirmed, as far as this client can know. */
	isSynced(): boolean;
};

export const entriesOf = (ydoc: Y.Doc): string[] => ydoc.getArray<string>(LIST).toArray();

const authorOf = (entry: string) => entry.split(':')[0];

/** People who edit all the time, each in several documents, with our own line or a stock Yjs client. */
export class BusyClass {
	readonly copies: Copy[] = [];
	readonly #origin: string;
	readonly #ends: (() => void)[] = [];
	readonly #timers: NodeJS.Timeout[] = [];

	constructor(origin: string) {
		this.#origin = origin;
	}

	/** Somebody with our own line: one connection for all the documents. */
	join(name: string, project: TestProject, addresses: readonly DocumentAddress[]): Copy[] {
		const connection = createConnection({
			url: `${this.#origin.replace('http', 'ws')}/sync`,
			client: mintDeviceId(),
			clock: systemClock,
			// In a hurry to reconnect.
			random: () => 0.05,
			openSocket: openWebSocket,
		});
		connection.authorize(project.projectId, project.token);
		this.#ends.push(() => connection.dispose());
		return addresses.map((address) => {
			const document = new LiveDocument(address.documentId, 'scene');
			const ledger = new CountingLedger(document);
			const channel = connection.join({ address, document, changes: ledger });
			this.#ends.push(() => document.destroy());
			return this.#add({
				name,
				address,
				ydoc: document.ydoc,
				made: 0,
				acknowledged: () => ledger.acknowledged,
				state: () => channel.state.kind,
				isSynced: () => channel.state.kind === 'synced' && ledger.waiting === 0,
			});
		});
	}

	/** Somebody with an unmodified y-websocket client. */
	joinStock(name: string, project: TestProject, address: DocumentAddress): Copy {
		const client = joinAsStockClient(this.#origin, address, project.token);
		this.#ends.push(() => client.destroy());
		return this.#add({
			name,
			address,
			ydoc: client.doc,
			made: 0,
			acknowledged: () => 0,
			state: () => (client.provider.synced ? 'synced' : 'offline'),
			isSynced: () => client.provider.synced,
		});
	}

	#add(copy: Copy): Copy {
		this.copies.push(copy);
		return copy;
	}

	/** Everybody edits from now on, until told to stop. */
	start(): void {
		for (const copy of this.copies) {
			const edit = () => copy.ydoc.getArray(LIST).push([`${copy.name}:${++copy.made}`]);
			this.#timers.push(setInterval(edit, EDIT_EVERY_MS));
		}
	}

	stop(): void {
		for (const timer of this.#timers.splice(0)) clearInterval(timer);
	}

	get acknowledged(): number {
		return this.copies.reduce((sum, copy) => sum + copy.acknowledged(), 0);
	}

	/** What the server must never lose: what it confirmed to whoever made it, or passed on to anybody else. */
	promised(address: DocumentAddress): Set<string> {
		const promised = new Set<string>();
		for (const copy of this.#copiesOf(address)) {
			for (let n = 1; n <= copy.acknowledged(); n++) promised.add(`${copy.name}:${n}`);
			for (const entry of entriesOf(copy.ydoc)) if (authorOf(entry) !== copy.name) promised.add(entry);
		}
		return promised;
	}

	/** Resolves when all copies are equal and confirmed, and everybody's entries are in them once and in order. */
	async agrees(addresses: readonly DocumentAddress[]): Promise<void> {
		await vi.waitFor(() => expect(this.copies.filter((copy) => !copy.isSynced())).toEqual([]), {
			timeout: 30_000,
			interval: 50,
		});
		for (const address of addresses) {
			const copies = this.#copiesOf(address);
			const total = copies.reduce((sum, { made }) => sum + made, 0);
			await vi.waitFor(
				() => {
					for (const { ydoc } of copies) expect(entriesOf(ydoc)).toHaveLength(total);
				},
				{ timeout: 30_000, interval: 50 },
			);
			const [first, ...others] = copies.map(({ ydoc }) => entriesOf(ydoc));
			for (const other of others) expect(other).toEqual(first);
			for (const { name, made } of copies) {
				const own = first?.filter((entry) => authorOf(entry) === name);
				expect(own, `what ${name} made`).toEqual(Array.from({ length: made }, (_, i) => `${name}:${i + 1}`));
			}
		}
	}

	#copiesOf(address: DocumentAddress): Copy[] {
		const key = formatAddress(address);
		return this.copies.filter((copy) => formatAddress(copy.address) === key);
	}

	dispose(): void {
		this.stop();
		for (const end of this.#ends.splice(0)) end();
	}
}
