import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { Random } from '../base/random.ts';
import type { DocumentUpdate, LiveDocument } from '../doc/live-document.ts';
import { readStateVector } from '../doc/updates.ts';
import { formatAddress, type DocumentAddress } from '../protocol/address.ts';
import type { ProtocolError } from '../protocol/errors.ts';
import type { ServerFrame } from '../protocol/frames.ts';
import { MAX_UPDATE_BYTES } from '../protocol/limits.ts';
import { mayInProject, type ProjectRole } from '../protocol/permissions.ts';
import { backoffDelay } from './backoff.ts';
import type { ChannelFrame, ChannelLine } from './channel-line.ts';
import { refusalOf, type ChannelRefusal, type ChannelState } from './channel-state.ts';
import { agreeOnEpoch, BEGUN_ANEW, isNothing, type EpochKeeper } from './epoch-keeper.ts';
import { OpenChannel } from './open-channel.ts';
import { Outgoing, type ChangeLedger } from './outgoing.ts';
import { PendingWatch } from './pending-watch.ts';
import type { Presence } from './presence.ts';
import type { ResyncTurns } from './resync-turns.ts';
import type { Signals } from './signals.ts';

export type JoinRequest = {
	readonly address: DocumentAddress;
	readonly document: LiveDocument;
	readonly changes: ChangeLedger;
	readonly presence?: Presence;
	readonly signals?: Signals;
	/** Where it is kept which beginning of the document this copy goes back to; without it, the first. */
	readonly epoch?: EpochKeeper;
};

export type ChannelOptions = JoinRequest & {
	readonly clock: Clock;
	readonly random: Random;
	readonly turns: ResyncTurns;
	readonly onLeave: (channel: DocumentChannel) => void;
};

/** Milliseconds after another tab's last edit: one not acknowledged by then we offer, as that tab may be gone. */
export const TAB_RESYNC_MS = 10_000;
/** Milliseconds synced after which trouble counts as the first again. */
const STEADY_MS = 10_000;
/** One document on the line: opened, kept equal, and opened again as often as it takes. */
export class DocumentChannel {
	readonly address: DocumentAddress;
	readonly document: LiveDocument;
	readonly #options: ChannelOptions;
	readonly #changes = new Emitter<ChannelState>();
	readonly #stopListening: Dispose;
	#state: ChannelState = { kind: 'offline' };
	#role: ProjectRole | null = null;
	#line: ChannelLine | null = null;
	#session: OpenChannel | null = null;
	#attempt = 0;
	#cancelRetry: Dispose | null = null;
	readonly #pending: PendingWatch;
	#endTurn: Dispose | null = null;
	#cancelSteady: Dispose | null = null;
	#cancelTabResync: Dispose | null = null;
	#left = false;

	constructor(options: ChannelOptions) {
		this.#options = options;
		this.address = options.address;
		this.document = options.document;
		const hasPending = () => this.document.hasPending();
		this.#pending = new PendingWatch(options.clock, hasPending, () => this.#meetAgain());
		this.#stopListening = this.document.onUpdate((update) => this.#notice(update));
	}

	get state(): ChannelState {
		return this.#state;
	}

	/** Our role as the server last told it; null before it ever did. */
	get role(): ProjectRole | null {
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
		this.#attempt = 0;
		this.#pending.reset();
		this.#open();
	}

	/** The line, or our role on it, is gone. */
	detach(): void {
		this.#finishTurn();
		this.#endSession(true);
		this.#line = null;
		this.#setState({ kind: 'offline' });
	}

	receive(frame: ChannelFrame): void {
		const session = this.#session;
		if (session?.number !== frame.channel) return;
		switch (frame.type) {
			case 'opened':
				return this.#opened(session, frame);
			case 'server-update':
				if (this.#arrived(frame.update)) this.#settleWhenWhole(session);
				return;
			case 'ack':
				return session.outgoing?.acknowledge(frame.seq);
			case 'server-presence':
			case 'server-signal':
			case 'signal-refused':
				return session.pass(frame);
			case 'error':
				return this.#failed(session, frame.error);
		}
	}

	/** Meets the server anew by state vector, in turn with the other documents of this line. */
	#meetAgain(): void {
		this.#finishTurn();
		this.#endTurn = this.#options.turns.take(() => this.#open());
	}

	#open(): void {
		const line = this.#line;
		if (!line) return this.#finishTurn();
		this.#endSession(true);
		const number = line.claim(this);
		this.#session = new OpenChannel(line, number);
		this.#expect(this.#session, 'The server did not open the document in time');
		this.#setState({ kind: 'syncing' });
		const stateVector = this.document.stateVector();
		const epoch = isNothing(stateVector) ? null : (this.#options.epoch?.current ?? 0);
		line.send({ type: 'open', channel: number, address: formatAddress(this.address), epoch, stateVector });
	}

	#opened(session: OpenChannel, frame: Extract<ServerFrame, { type: 'opened' }>): void {
		const { role, epoch, stateVector, update } = frame;
		if (session.serverHad) return;
		session.settle();
		if (!agreeOnEpoch(epoch, this.#options.epoch, this.document.stateVector()))
			return this.#refuse(session, 'epoch', BEGUN_ANEW);
		this.#role = role;
		if (!this.#reads(session, stateVector) || !this.#arrived(update)) return;
		session.link(this.#options, role, session.line.userIn(this.address.projectId));
		if (!mayInProject(role, 'game.entity.modify')) return this.#sent(session);
		this.#sendWhatServerLacks(session, stateVector);
	}

	/** Notes what the server had; false when that could not be read and the channel starts over. */
	#reads(session: OpenChannel, stateVector: Uint8Array): boolean {
		try {
			session.serverHad = readStateVector(stateVector);
			return true;
		} catch (cause) {
			this.#retryLater(`The server's state vector cannot be read (${reasonOf(cause)})`);
			return false;
		}
	}

	#sendWhatServerLacks(session: OpenChannel, stateVector: Uint8Array): void {
		// What waits for others here would wait there too, and the server stores nothing that waits.
		const diff = this.document.encodeArrived(stateVector);
		const { line, number: channel } = session;
		session.outgoing = new Outgoing({
			clock: this.#options.clock,
			changes: this.#options.changes,
			maxBytes: MAX_UPDATE_BYTES,
			send: (seq, bytes) => line.send({ type: 'update', channel, seq, update: bytes }),
			isBusy: (since) => line.isBusy(channel) || line.bufferedAmount > 0 || line.documentAt > since,
			onStuck: () => this.#retryLater('The server did not confirm our changes in time'),
			onTooLarge: (bytes) => this.#refuseTooLarge(bytes),
		});
		session.outgoing.sendState(diff, () => this.#sent(session));
	}

	#sent(session: OpenChannel): void {
		session.isSent = true;
		this.#settleWhenWhole(session);
	}

	/** What is large comes in several updates: equal is what holds the last of them as well. */
	#settleWhenWhole(session: OpenChannel): void {
		if (!session.isSent || !session.serverHad || this.#state.kind !== 'syncing') return;
		if (this.document.holds(session.serverHad)) this.#settle(session);
		else this.#expect(session, 'The server did not send all of it in time');
	}

	#expect(session: OpenChannel, complaint: string): void {
		session.expect(this.#options.clock, () => this.#retryLater(complaint));
	}

	#settle(session: OpenChannel): void {
		session.settle();
		this.#cancelSteady?.();
		this.#cancelSteady = this.#options.clock.after(STEADY_MS, () => {
			this.#attempt = 0;
		});
		this.#setState({ kind: 'synced' });
		this.#finishTurn();
	}

	/** Applies what the server sent; false when it could not be read and the channel starts over. */
	#arrived(update: Uint8Array): boolean {
		try {
			this.document.apply(update, 'network');
		} catch (cause) {
			this.#retryLater(`What the server sent cannot be read (${reasonOf(cause)})`);
			return false;
		}
		// What others made meanwhile may come ahead of a large document, and waits for it.
		if (this.#session?.serverHad) this.#pending.look();
		return true;
	}

	#notice(update: DocumentUpdate): void {
		const outgoing = this.#session?.outgoing;
		if (!outgoing || update.origin === 'network') return;
		if (update.local) return outgoing.add(update.bytes);
		this.#cancelTabResync?.();
		this.#cancelTabResync = this.#options.clock.after(TAB_RESYNC_MS, () => {
			this.#cancelTabResync = null;
			if (this.#options.changes.waiting > 0) this.#meetAgain();
		});
	}

	#failed(session: OpenChannel, error: ProtocolError): void {
		const reason = refusalOf(error.code);
		if (!reason) return this.#retryLater(error.message, error);
		this.#refuse(session, reason, error.message);
	}

	#refuse(session: OpenChannel, reason: ChannelRefusal, message: string): void {
		this.#finishTurn();
		// Our updates were refused, but the document is open: keep hearing the others.
		if (session.serverHad && KEEPS_HEARING.has(reason)) session.mute();
		else this.#endSession(reason === 'epoch');
		this.#setState({ kind: 'refused', reason, message });
	}

	#refuseTooLarge(bytes: number): void {
		const message = `A change of ${bytes} bytes is more than the ${MAX_UPDATE_BYTES} the server takes; it stays on this device`;
		if (this.#session) this.#refuse(this.#session, 'too-large', message);
	}

	#finishTurn(): void {
		this.#endTurn?.();
		this.#endTurn = null;
	}

	#retryLater(message: string, error: ProtocolError | null = null): void {
		this.#finishTurn();
		this.#endSession(true);
		const { clock, random } = this.#options;
		const delay = backoffDelay(this.#attempt++, random, (error?.retryAfter ?? 0) * 1000);
		this.#cancelRetry = clock.after(delay, () => this.#meetAgain());
		this.#setState({ kind: 'waiting', retryAt: clock.now() + delay, code: error?.code ?? null, message });
	}

	#endSession(tellServer: boolean): void {
		for (const cancel of [this.#cancelRetry, this.#cancelSteady, this.#cancelTabResync]) cancel?.();
		this.#cancelRetry = this.#cancelSteady = this.#cancelTabResync = null;
		this.#pending.stop();
		this.#session?.end(tellServer);
		this.#session = null;
	}

	#setState(state: ChannelState): void {
		const hasDetails = state.kind === 'waiting' || state.kind === 'refused';
		if (state.kind === this.#state.kind && !hasDetails) return;
		this.#state = state;
		this.#changes.emit(state);
	}
}

const KEEPS_HEARING: ReadonlySet<ChannelRefusal> = new Set(['forbidden', 'invalid', 'too-large']);

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
