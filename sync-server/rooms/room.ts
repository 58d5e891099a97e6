import { assertNever } from '#lib/base/assert.ts';
import type { Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import { readUpdate } from '#lib/doc/read-update.ts';
import { formatAddress, type DocumentAddress } from '#lib/protocol/address.ts';
import { MAX_DOCUMENT_BYTES } from '#lib/protocol/limits.ts';
import { describeCause, type Log } from '../ops/log.ts';
import type { DocumentLog, LogRow, RowId } from '../storage/document-log.ts';
import type { CommitQueue, Committer, Verdict, Write, WriteOutcome } from './commit-queue.ts';
import type { Merger } from './merger.ts';
import type { Greeting, RoomContent } from './room-content.ts';
import type { RoomMember } from './room-member.ts';
import type { RoomLink } from './room-link.ts';
import type { RoomNews } from './room-news.ts';
import { RemotePresence } from './remote-presence.ts';
import { RoomPresence } from './room-presence.ts';
import { RoomSignals, type RoomSignal } from './room-signals.ts';
import { CatchUp } from './catch-up.ts';
import { RoomRelay, type RelayedUpdate } from './room-relay.ts';

export type RoomParts = {
	readonly address: DocumentAddress;
	readonly documents: DocumentLog;
	readonly commits: CommitQueue;
	readonly merger: Merger;
	readonly clock: Clock;
	readonly log: Log;
	/** To the other instances that have it open; null when there are none. */
	readonly link: RoomLink | null;
	/** Reads the document again, as it is stored now. */
	readonly reread: () => Promise<RoomContent>;
	/** Nobody is in the room and nothing is on its way to the store. */
	readonly onIdle: () => void;
};

/** Authors of one document: each costs every peer who joins a few bytes, and the server some more. */
const MAX_AUTHORS = 100_000;

/** One document while it is open: its bytes, its members, who is present. Holds only what is durable. */
export class Room implements Committer {
	readonly presence: RoomPresence;
	readonly signals: RoomSignals;
	readonly address: DocumentAddress;
	#parts: RoomParts;
	#content: RoomContent;
	#relay = new RoomRelay();
	/** Those of whom something was refused: what they wrote after it might build on it. */
	#stopped = new WeakSet<RoomMember>();
	#unrelayed: (RelayedUpdate & LogRow)[] = [];
	#remote: RemotePresence | null;
	#catchUp: CatchUp;
	/** Writes and compactions on their way. */
	#busy = 0;
	#compacting = false;
	/** After a failed compaction: the size at which the next is tried. */
	#compactFrom = 0;

	constructor(parts: RoomParts, content: RoomContent) {
		this.#parts = parts;
		this.#content = content;
		this.address = parts.address;
		const { clock, link } = parts;
		const members = () => this.#relay.members;
		const clientIdOf = (member: RoomMember) => this.presence.clientIdOf(member);
		this.#remote = link && remotePresence(link);
		this.presence = new RoomPresence(clock, members, this.#remote);
		const publish = (signal: RoomSignal) => link?.publish({ kind: 'signal', signal });
		this.signals = new RoomSignals({ clock, members, clientIdOf, publish });
		this.#catchUp = new CatchUp(parts, {
			content: () => this.#content,
			adopt: (fresh, news) => {
				this.#content = fresh;
				this.#relay.relay(news.map((update) => ({ update, from: null })));
			},
		});
		link?.attach({ news: (news, from) => this.#hear(news, from), lost: () => void this.catchUp() });
		this.#compactWhenDue();
	}

	/** Bytes of the document held in memory. */
	get bytes(): number {
		return this.#content.bytes;
	}

	/** How many have it open, and how many people these are as far as they can be told apart. */
	get attendance(): { readonly connections: number; readonly people: number } {
		const members = [...this.#relay.members];
		// Who shows nothing of themselves is somebody of their own.
		const people = new Set(
			members.map((member, i) => member.userFor(this.presence.clientIdOf(member) ?? -1 - i)),
		);
		return { connections: members.length, people: people.size };
	}

	get isIdle(): boolean {
		return this.#relay.members.size === 0 && this.#busy === 0;
	}

	/** The member is in the room; it hears updates once it follows. */
	join(member: RoomMember): Dispose {
		this.#relay.add(member);
		return () => {
			if (!this.#relay.remove(member)) return;
			this.signals.leave(member);
			this.presence.leave(member);
			this.#checkIdle();
		};
	}

	stateVector(): Uint8Array {
		return this.#content.known.stateVector();
	}

	/** What a member with this state vector lacks. Rejects when it is not one, or the document cannot be read. */
	greet(member: RoomMember, stateVector: Uint8Array): Promise<Greeting> {
		return this.#content.greet(stateVector, () => this.#relay.forget(member));
	}

	/** The member has what it was greeted with: from here on it hears every update, those meanwhile first. */
	follow(member: RoomMember): void {
		this.#relay.follow(member);
	}

	/** After a refusal: the member begins anew, knowing what the room has. */
	forgive(member: RoomMember): void {
		this.#stopped.delete(member);
	}

	/** Stores a checked update and then relays it to all but its writer. Writes are settled in their order. */
	write(write: Write): void {
		this.#busy++;
		this.#parts.commits.add(this, write);
	}

	judge(writes: readonly Write[]): Verdict[] {
		const { known, bytes } = this.#content;
		const stopped = new Set<RoomMember>();
		const ahead = new Map<number, number>();
		let size = bytes;
		return writes.map(({ update, summary, from, isAllowed }) => {
			if (this.#stopped.has(from) || stopped.has(from) || !isAllowed()) return 'refused';
			if (known.contains(summary)) return 'durable';
			const isTooLarge = this.#hasNoRoom(size + update.byteLength, known.authors + ahead.size);
			if (isTooLarge || known.hasGap(summary, ahead)) {
				stopped.add(from);
				return isTooLarge ? 'too-large' : 'gap';
			}
			size += update.byteLength;
			for (const [author, end] of summary.ends) ahead.set(author, Math.max(end, ahead.get(author) ?? 0));
			return 'store';
		});
	}

	/** Reads what other instances stored; says whether that could be done. */
	async catchUp(): Promise<boolean> {
		if (!this.#parts.link) return false;
		this.#busy++;
		const done = await this.#catchUp.run();
		this.#busy--;
		this.#checkIdle();
		return done;
	}

	/** Another instance is gone: so are those who were there, and perhaps its last words. */
	forget(instance: string): void {
		this.presence.absorb(this.#remote?.forget(instance) ?? []);
		void this.catchUp();
	}

	settle(writes: readonly Write[], verdicts: readonly Verdict[], rows: readonly RowId[] | null): void {
		let next = 0;
		for (const [i, write] of writes.entries()) {
			const verdict = verdicts[i] ?? 'refused';
			if (verdict === 'store') write.settle(this.#keep(write, rows?.[next++]));
			else {
				if (verdict === 'gap' || verdict === 'too-large') this.#stopped.add(write.from);
				write.settle(verdict);
			}
		}
		this.#busy -= writes.length;
	}

	relay(): void {
		const updates = this.#unrelayed;
		this.#unrelayed = [];
		this.#relay.relay(updates);
		if (updates.length > 0) {
			this.#parts.link?.publish({
				kind: 'stored',
				rows: updates.map(({ id, update }) => ({ id, update })),
			});
		}
		this.#compactWhenDue();
		this.#checkIdle();
	}

	/** Nobody uses it any more. */
	dispose(): void {
		this.#parts.link?.close();
		this.presence.dispose();
		this.signals.dispose();
	}

	// What is not merged yet may shrink: beside a snapshot within the limit there is room for as much again.
	#hasNoRoom(bytes: number, authors: number): boolean {
		const merged = this.#content.snapshot?.state.byteLength ?? 0;
		return merged > MAX_DOCUMENT_BYTES || bytes > 2 * MAX_DOCUMENT_BYTES || authors > MAX_AUTHORS;
	}

	#keep({ update, summary, from }: Write, row: RowId | undefined): WriteOutcome {
		if (row === undefined) return 'failed';
		this.#content.add(row, update, summary);
		this.#unrelayed.push({ id: row, update, from });
		return 'durable';
	}

	#hear(news: RoomNews, from: string): void {
		switch (news.kind) {
			case 'stored':
				return this.#absorb(news.rows);
			case 'presence':
				return this.presence.absorb(this.#remote?.hear(from, news.presence) ?? []);
			case 'signal':
				return this.signals.absorb(news.signal);
			case 'opened': {
				const presence = this.presence.others(null);
				return presence ? this.#parts.link?.publish({ kind: 'presence', presence }) : undefined;
			}
			case 'closed':
				return this.presence.absorb(this.#remote?.forget(from) ?? []);
			case 'probe':
				return this.presence.probe(news.clientId);
			default:
				return assertNever(news);
		}
	}

	/** Takes in what another instance stored, unless something before it is missing here: then all is read again. */
	#absorb(rows: readonly LogRow[]): void {
		const news: RelayedUpdate[] = [];
		for (const { id, update } of rows) {
			const summary = readUpdate(update);
			const isMissing = !summary.ok || this.#content.known.hasGap(summary.value);
			if (isMissing) void this.catchUp();
			else if (!this.#content.known.contains(summary.value)) {
				this.#content.add(id, update, summary.value);
				news.push({ update, from: null });
			}
		}
		this.#relay.relay(news);
		this.#compactWhenDue();
	}

	#compactWhenDue(): void {
		const { isCompactionDue, bytes } = this.#content;
		if (isCompactionDue && !this.#compacting && bytes >= this.#compactFrom) void this.#compact();
	}

	async #compact(): Promise<void> {
		const { documents, merger, address, log } = this.#parts;
		this.#compacting = true;
		this.#busy++;
		const { snapshot, tail, bytes } = this.#content;
		const rows = tail.map(({ id }) => id);
		const updates = tail.map(({ update }) => update);
		try {
			const content = await merger.compact(snapshot ? [snapshot.state, ...updates] : updates);
			const stored = await documents.compact(address, snapshot?.id ?? null, rows, content);
			if (stored) this.#content.replace(rows, stored);
			else if (this.#parts.link) void this.catchUp();
			else this.#compactFrom = bytes * 2;
		} catch (cause) {
			this.#compactFrom = bytes * 2;
			log.warn('A document could not be compacted; its updates stay as they are', {
				document: formatAddress(address),
				cause: describeCause(cause),
			});
		} finally {
			this.#compacting = false;
			this.#busy--;
			this.#checkIdle();
		}
	}

	#checkIdle(): void {
		if (this.isIdle) this.#parts.onIdle();
	}
}

const remotePresence = (link: RoomLink): RemotePresence =>
	new RemotePresence({
		publish: (presence) => link.publish({ kind: 'presence', presence }),
		probe: (clientId) => link.publish({ kind: 'probe', clientId }),
	});
