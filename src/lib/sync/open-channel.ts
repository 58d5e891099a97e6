import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import type { ChannelFrame, ChannelLine } from './channel-line.ts';
import { MAX_PRESENCE_BYTES } from '../protocol/limits.ts';
import type { ProjectRole } from '../protocol/permissions.ts';
import type { SignalKind } from '../protocol/signals.ts';
import { ACK_TIMEOUT_MS, type Outgoing } from './outgoing.ts';
import type { Presence, PresenceLink } from './presence.ts';
import type { SignalLink, Signals } from './signals.ts';

/** Presence and signals are dropped, not queued, behind this many unsent bytes. */
const BACKLOG_BYTES = 256 * 1024;

type PassingFrame = Extract<ChannelFrame, { type: 'server-presence' | 'server-signal' | 'signal-refused' }>;

/** One opening of a document on one line, until it is closed or opened anew. */
export class OpenChannel {
	readonly line: ChannelLine;
	readonly number: number;
	/** Null until `opened`, for viewers, and once the server refused our updates. */
	outgoing: Outgoing | null = null;
	/** What the server had of the document when it opened it, by author; null until then. */
	serverHad: ReadonlyMap<number, number> | null = null;
	/** Whether the server has what it lacked of ours. */
	isSent = false;
	#cancelDeadline: Dispose | null = null;
	#presence: PresenceLink | null = null;
	#signals: SignalLink | null = null;

	constructor(line: ChannelLine, number: number) {
		this.line = line;
		this.number = number;
	}

	/** Waits for what the server owes; `onLate` when none of any document came on the line for as long as it may take. */
	expect(clock: Clock, onLate: () => void): void {
		this.settle();
		const since = clock.now();
		this.#cancelDeadline = clock.after(ACK_TIMEOUT_MS, () => {
			// What is large, or on a slow line behind others, takes its time.
			if (this.line.documentAt > since) this.expect(clock, onLate);
			else onLate();
		});
	}

	/** The server owes nothing more. */
	settle(): void {
		this.#cancelDeadline?.();
		this.#cancelDeadline = null;
	}

	/** Lets presence and signals go this way; `self` is how the others see us. */
	link(
		parts: { readonly presence?: Presence; readonly signals?: Signals },
		role: ProjectRole,
		self: string,
	): void {
		this.#presence = parts.presence?.link((bytes) => this.#sendPresence(bytes), self) ?? null;
		if (!this.line.supports('signals')) return;
		const send = (kind: SignalKind, payload: Uint8Array) => this.#sendSignal(kind, payload);
		this.#signals = parts.signals?.link({ role, send }) ?? null;
	}

	/** Hands on what passes through the room and is not kept. */
	pass(frame: PassingFrame): void {
		if (frame.type === 'server-presence') this.#presence?.receive(frame.presence);
		else this.#signals?.receive(frame);
	}

	/** Sends no more updates, and goes on hearing the others. */
	mute(): void {
		this.outgoing?.stop();
		this.outgoing = null;
	}

	end(tellServer: boolean): void {
		this.settle();
		this.mute();
		this.#presence?.unlink();
		this.#signals?.unlink();
		this.line.release(this.number);
		if (tellServer) this.line.send({ type: 'close', channel: this.number });
	}

	#sendPresence(presence: Uint8Array): boolean {
		// Too much is not sent at all; trying again would not make it less.
		if (presence.byteLength > MAX_PRESENCE_BYTES) return true;
		if (this.line.bufferedAmount > BACKLOG_BYTES) return false;
		this.line.send({ type: 'presence', channel: this.number, presence });
		return true;
	}

	#sendSignal(kind: SignalKind, payload: Uint8Array): boolean {
		if (this.line.bufferedAmount > BACKLOG_BYTES) return false;
		this.line.send({ type: 'signal', channel: this.number, kind, payload });
		return true;
	}
}
