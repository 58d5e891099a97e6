import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { Random } from '../base/random.ts';
import type { DocumentUpdate, LiveDocument } from '../doc/live-document.ts';
import { formatAddress, type DocumentAddress } from '../protocol/address.ts';
import type { ProtocolError } from '../protocol/errors.ts';
import type { ClientFrame, ServerFrame } from '../protocol/frames.ts';
import { MAX_PRESENCE_BYTES, MAX_UPDATE_BYTES } from '../protocol/limits.ts';
import { canEdit, type Role } from '../protocol/roles.ts';
import { backoffDelay } from './backoff.ts';
import { refusalOf, type ChannelState } from './channel-state.ts';
import { ACK_TIMEOUT_MS, Outgoing, type ChangeLedger } from './outgoing.ts';
import type { Presence, PresenceLink } from './presence.ts';

export type ChannelFrame = Extract<
	ServerFrame,
	{ type: 'opened' | 'server-update' | 'ack' | 'server-presence' | 'error' }
>;

/** What a channel needs of the line it runs on. */
export interface ChannelLine {
	readonly bufferedAmount: number;
	send(frame: ClientFrame): void;
	/** A channel number never used before on this line; frames for it reach `receive`. */
	claim(channel: DocumentChannel): number;
	release(number: number): void;
}

export type JoinRequest = {
	readonly address: DocumentAddress;
	readonly document: LiveDocument;
	readonly changes: ChangeLedger;
	readonly presence?: Presence;
};

export type ChannelOptions = JoinRequest & {
	readonly clock: Clock;
	readonly random: Random;
	readonly onLeave: (channel: DocumentChannel) => void;
};

/** Milliseconds before structs that wait for others make us ask again by state vector. */
export const PENDING_RESYNC_MS = 2_000;
/** Milliseconds after another tab's last edit: one not acknowledged by then we offer, as that tab may be gone. */
export const TAB_RESYNC_MS = 10_000;
/** Presence is dropped, not queued, behind this many unsent bytes. */
const PRESENCE_BACKLOG_BYTES = 64 * 1024;

type OpenChannel = {
	readonly line: ChannelLine;
	readonly number: number;
	/** Null until `opened`, for viewers, and once the server refused our updates. */
	outgoing: Outgoing | null;
	presence: PresenceLink | null;
	opened: boolean;
	cancelDeadline: Dispose;
};

/** One document on the line: opened, kept equal, and opened again as often as it takes. */
export class DocumentChannel {
	readonly address: DocumentAddress;
	readonly document: LiveDocument;
	readonly #options: ChannelOptions;
	readonly #changes = new Emitter<ChannelState>();
	readonly #stopListening: Dispose;
	#state: ChannelState = { kind: 'offline' };
	#role: Role | null = null;
	#line: ChannelLine | null = null;
	#session: OpenChannel | null = null;
	#attempt = 0;
	#pendingAttempt = 0;
	#cancelRetry: Dispose | null = null;
	#cancelPending: Dispose | null = null;
	#cancelTabResync: Dispose | null = null;
	#left = false;

	constructor(options: ChannelOptions) {
		this.#options = options;
		this.address = options.address;
		this.document = options.document;
		this.#stopListening = this.document.onUpdate((update) => this.#notice(update));
	}

	get state(): ChannelState {
		return this.#state;
	}

	/** Our role as the server last told it; null before it ever did. */
	get role(): Role | null {
		return this.#role;
	}

	/** Whether something of ours is gathered or on its way and not yet durable on the server. */
	get isSending(): boolean {
		return this.#session?.outgoing?.isIdle === false;
	}

	onChange(listener: (state: ChannelState) => void): Dispose {
		return this.#changes.on(listener);
	}

	/** Stops keeping the document equal; says goodbye to peers at once. */
	leave(): void {
		if (this.#left) return;
		this.#left = true;
		this.flush();
		this.detach();
		this.#stopListening();
		this.#options.onLeave(this);
		this.#changes.clear();
	}

	/** Sends what is gathered, now: the page may be about to freeze. */
	flush(): void {
		this.#session?.outgoing?.flush();
	}

	/** A line is up on which we have a role in the project. */
	attach(line: ChannelLine): void {
		if (this.#left) return;
		this.#line = line;
		this.#attempt = this.#pendingAttempt = 0;
		this.#open();
	}

	/** The line, or our role on it, is gone. */
	detach(): void {
		this.#endSession(true);
		this.#line = null;
		this.#setState({ kind: 'offline' });
	}

	receive(frame: ChannelFrame): void {
		const session = this.#session;
		if (session?.number !== frame.channel) return;
		switch (frame.type) {
			case 'opened':
				return this.#opened(session, frame.role, frame.update, frame.stateVector);
			case 'server-update':
				this.#arrived(frame.update);
				return;
			case 'ack':
				return session.outgoing?.acknowledge(frame.seq);
			case 'server-presence':
				return session.presence?.receive(frame.presence);
			case 'error':
				return this.#failed(session, frame.error);
		}
	}

	#open(): void {
		const line = this.#line;
		if (!line) return;
		this.#endSession(true);
		const number = line.claim(this);
		const cancelDeadline = this.#options.clock.after(ACK_TIMEOUT_MS, () =>
			this.#retryLater('The server did not open the document in time'),
		);
		this.#session = { line, number, outgoing: null, presence: null, opened: false, cancelDeadline };
		this.#setState({ kind: 'syncing' });
		const stateVector = this.document.stateVector();
		line.send({ type: 'open', channel: number, address: formatAddress(this.address), stateVector });
	}

	#opened(session: OpenChannel, role: Role, update: Uint8Array, stateVector: Uint8Array): void {
		if (session.opened) return;
		session.opened = true;
		session.cancelDeadline();
		this.#role = role;
		if (!this.#arrived(update)) return;
		const { presence } = this.#options;
		session.presence = presence?.link((bytes) => this.#sendPresence(session, bytes)) ?? null;
		if (!canEdit(role)) return this.#settle();
		this.#sendWhatServerLacks(session, stateVector);
	}

	#sendWhatServerLacks(session: OpenChannel, stateVector: Uint8Array): void {
		let diff: Uint8Array;
		try {
			diff = this.document.encodeDiff(stateVector);
		} catch (cause) {
			return this.#retryLater(`The server's state vector cannot be read (${reasonOf(cause)})`);
		}
		const { number: channel } = session;
		session.outgoing = new Outgoing({
			clock: this.#options.clock,
			changes: this.#options.changes,
			maxBytes: MAX_UPDATE_BYTES,
			send: (seq, bytes) => session.line.send({ type: 'update', channel, seq, update: bytes }),
			onStuck: () => this.#retryLater('The server did not confirm our changes in time'),
			onTooLarge: (bytes) => this.#refuseTooLarge(bytes),
		});
		session.outgoing.sendState(diff, () => this.#settle());
	}

	#settle(): void {
		this.#attempt = 0;
		this.#setState({ kind: 'synced' });
	}

	/** Applies what the server sent; false when it could not be read and the channel starts over. */
	#arrived(update: Uint8Array): boolean {
		try {
			this.document.apply(update, 'network');
		} catch (cause) {
			this.#retryLater(`What the server sent cannot be read (${reasonOf(cause)})`);
			return false;
		}
		this.#watchPending();
		return true;
	}

	#notice(update: DocumentUpdate): void {
		const outgoing = this.#session?.outgoing;
		if (!outgoing || update.origin === 'network') return;
		if (update.local) return outgoing.add(update.bytes);
		this.#cancelTabResync?.();
		this.#cancelTabResync = this.#options.clock.after(TAB_RESYNC_MS, () => {
			this.#cancelTabResync = null;
			if (this.#options.changes.waiting > 0) this.#open();
		});
	}

	// When even the server lacks what the structs wait for, asking ever more rarely is all that helps.
	#watchPending(): void {
		if (!this.document.hasPending()) {
			this.#pendingAttempt = 0;
			this.#cancelPending?.();
			this.#cancelPending = null;
			return;
		}
		const delay = Math.min(60_000, PENDING_RESYNC_MS * 2 ** this.#pendingAttempt);
		this.#cancelPending ??= this.#options.clock.after(delay, () => {
			this.#cancelPending = null;
			if (!this.document.hasPending()) return;
			this.#pendingAttempt++;
			this.#open();
		});
	}

	#sendPresence(session: OpenChannel, presence: Uint8Array): boolean {
		// Too much is not sent at all; trying again would not make it less.
		if (presence.byteLength > MAX_PRESENCE_BYTES) return true;
		if (session.line.bufferedAmount > PRESENCE_BACKLOG_BYTES) return false;
		session.line.send({ type: 'presence', channel: session.number, presence });
		return true;
	}

	#failed(session: OpenChannel, error: ProtocolError): void {
		const reason = refusalOf(error.code);
		if (!reason) return this.#retryLater(error.message, (error.retryAfter ?? 0) * 1000);
		// Our updates were refused, but the document is open: keep hearing the others.
		if (session.opened && (reason === 'forbidden' || reason === 'invalid')) this.#mute(session);
		else this.#endSession(false);
		this.#setState({ kind: 'refused', reason, message: error.message });
	}

	#refuseTooLarge(bytes: number): void {
		if (this.#session) this.#mute(this.#session);
		const message = `A change of ${bytes} bytes is more than the ${MAX_UPDATE_BYTES} the server takes; it stays on this device`;
		this.#setState({ kind: 'refused', reason: 'too-large', message });
	}

	#mute(session: OpenChannel): void {
		session.outgoing?.stop();
		session.outgoing = null;
	}

	#retryLater(message: string, atLeast = 0): void {
		this.#endSession(true);
		const { clock, random } = this.#options;
		const delay = backoffDelay(this.#attempt++, random, atLeast);
		this.#cancelRetry = clock.after(delay, () => this.#open());
		this.#setState({ kind: 'waiting', retryAt: clock.now() + delay, message });
	}

	#endSession(tellServer: boolean): void {
		for (const cancel of [this.#cancelRetry, this.#cancelPending, this.#cancelTabResync]) cancel?.();
		this.#cancelRetry = this.#cancelPending = this.#cancelTabResync = null;
		const session = this.#session;
		if (!session) return;
		session.cancelDeadline();
		session.outgoing?.stop();
		session.presence?.unlink();
		session.line.release(session.number);
		if (tellServer) session.line.send({ type: 'close', channel: session.number });
		this.#session = null;
	}

	#setState(state: ChannelState): void {
		const hasDetails = state.kind === 'waiting' || state.kind === 'refused';
		if (state.kind === this.#state.kind && !hasDetails) return;
		this.#state = state;
		this.#changes.emit(state);
	}
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
