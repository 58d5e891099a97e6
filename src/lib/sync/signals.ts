import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { ProtocolError } from '../protocol/errors.ts';
import type { ServerFrame } from '../protocol/frames.ts';
import type { ProjectRole } from '../protocol/permissions.ts';
import { SignalMeter } from '../protocol/signal-meter.ts';
import { isSignalKind, type SignalKind } from '../protocol/signals.ts';

/** Something said in a room just now. `clientId` is the sender's in presence, `user` who the server says it is. */
export type Signal = {
	readonly clientId: number;
	readonly user: string;
	readonly kind: SignalKind;
	readonly payload: Uint8Array;
};

/** Why one was not sent, or not passed on. Nothing is tried again: what matters later belongs into a document. */
export type SignalRefusal = {
	readonly code: ProtocolError['code'] | 'offline' | 'busy';
	readonly message: string;
	readonly retryAfter?: number;
};

/** Saying things in a room that are never stored: on the line, or alone. Nobody hears themselves. */
export interface SignalPort {
	/** Sends it, or says why it cannot be. The server may still refuse: see `onRefused`. */
	send(kind: SignalKind, payload: Uint8Array): Result<void, SignalRefusal>;
	onSignal(listener: (signal: Signal) => void): Dispose;
	onRefused(listener: (kind: string, refusal: SignalRefusal) => void): Dispose;
}

/** One open channel's use of the signals. */
export type SignalLink = {
	receive(frame: Extract<ServerFrame, { type: 'server-signal' | 'signal-refused' }>): void;
	unlink(): void;
};

type Way = {
	readonly role: ProjectRole;
	/** Answers false when the way out is too busy. */
	readonly send: (kind: SignalKind, payload: Uint8Array) => boolean;
};

type Refused = { readonly kind: string; readonly refusal: SignalRefusal };

const OFFLINE: SignalRefusal = { code: 'offline', message: 'There is no connection to the others just now' };
const BUSY: SignalRefusal = { code: 'busy', message: 'The connection is too busy just now', retryAfter: 1 };

/** The signals of one document: go over its channel while there is one. */
export class Signals implements SignalPort {
	readonly #meter: SignalMeter;
	readonly #heard = new Emitter<Signal>();
	readonly #refused = new Emitter<Refused>();
	#way: Way | null = null;

	constructor(clock: Clock) {
		this.#meter = new SignalMeter(clock);
	}

	send(kind: SignalKind, payload: Uint8Array): Result<void, SignalRefusal> {
		if (!this.#way) return err(OFFLINE);
		const taken = this.#meter.take(this.#way.role, kind, payload.byteLength);
		if (!taken.ok) return taken;
		return this.#way.send(kind, payload) ? ok() : err(BUSY);
	}

	onSignal(listener: (signal: Signal) => void): Dispose {
		return this.#heard.on(listener);
	}

	onRefused(listener: (kind: string, refusal: SignalRefusal) => void): Dispose {
		return this.#refused.on(({ kind, refusal }) => listener(kind, refusal));
	}

	/** Sends by this way until unlinked. */
	link(way: Way): SignalLink {
		this.#way = way;
		const isCurrent = () => this.#way === way;
		return {
			receive: (frame) => {
				if (!isCurrent()) return;
				if (frame.type === 'signal-refused') {
					return this.#refused.emit({ kind: frame.kind, refusal: frame.error });
				}
				const { clientId, user, kind, payload } = frame;
				// A later version's kinds mean nothing here.
				if (isSignalKind(kind)) this.#heard.emit({ clientId, user, kind, payload });
			},
			unlink: () => {
				if (isCurrent()) this.#way = null;
			},
		};
	}

	dispose(): void {
		this.#way = null;
		this.#heard.clear();
		this.#refused.clear();
	}
}
