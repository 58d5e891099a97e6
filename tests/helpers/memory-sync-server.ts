import type { Clock } from '#lib/base/clock.ts';
import { diffUpdate, EMPTY_UPDATE, mergeUpdates, stateVectorOf } from '#lib/doc/updates.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { mintDocumentId } from '#lib/base/ids.ts';
import { ChunkAssembler, needsChunks, splitFrame } from '#lib/protocol/chunks.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import {
	decodeClientFrame,
	encodeFrame,
	FEATURES,
	PROTOCOL_VERSION,
	type ClientFrame,
	type ServerFrame,
} from '#lib/protocol/frames.ts';
import { mayInProject, type ProjectRole } from '#lib/protocol/permissions.ts';
import { decodePresence } from '#lib/sync/presence-codec.ts';
import type { Accept, ServerSocket } from './memory-network.ts';

type Grant = { readonly projectId: string; readonly role: ProjectRole; readonly expiresIn?: number };
type Session = {
	readonly socket: ServerSocket;
	readonly grants: Map<string, ProjectRole>;
	/** Addresses by channel. */
	readonly channels: Map<number, string>;
	readonly muted: Set<number>;
	readonly chunks: ChunkAssembler;
	/** Who is on each channel, by the presence shown there. */
	readonly clientIds: Map<number, number>;
	user: string;
	alive: boolean;
};

const UNAVAILABLE: ProtocolError = { code: 'unavailable', message: 'The disk is full' };

/**
 * The server's side of the protocol, in memory: holds only what is committed, acknowledges only what it holds,
 * and forgets the rest in a crash.
 */
export class MemorySyncServer {
	readonly #clock: Clock;
	readonly #tokens = new Map<string, Grant | ProtocolError>();
	readonly #documents = new Map<string, Uint8Array>();
	readonly #sessions = new Set<Session>();
	/** Milliseconds from an update to its acknowledgement. */
	commitDelay = 5;
	/** Milliseconds until the rest of a document comes behind its opening; null: it is given in one piece. */
	restDelay: number | null = null;
	/** What it says it has of what it holds. */
	describe = stateVectorOf;
	/** While true, nothing can be stored. */
	diskFull = false;
	/** While true, pings and everything else get no answer. */
	deaf = false;
	protocol = PROTOCOL_VERSION;
	/** Of documents that were begun anew, by address. */
	readonly epochs = new Map<string, number>();
	/** Called for each frame that arrives. */
	onFrame: (frame: ClientFrame) => void = () => undefined;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	/** Lets whoever has the token in, or refuses them with an error. */
	issue(token: string, grant: Grant | ProtocolError): void {
		this.#tokens.set(token, grant);
	}

	/** What is durable of the document, as one v1 update. */
	committed(address: string): Uint8Array {
		return this.#documents.get(address) ?? EMPTY_UPDATE;
	}

	/** What is durable of the document, opened. The caller destroys it. */
	open(address: string): LiveDocument {
		const document = new LiveDocument(mintDocumentId(), 'scene');
		document.apply(this.committed(address), 'network');
		return document;
	}

	/** Stores an update as if somebody had sent it, and tells everybody. */
	store(address: string, update: Uint8Array): void {
		this.#commit(address, update, null);
	}

	/** Stores an update that nobody is told of: a broadcast that was lost. */
	storeSilently(address: string, update: Uint8Array): void {
		this.#documents.set(address, mergeUpdates([this.committed(address), update]));
	}

	/** Begins a document anew: its history is gone, and its next epoch holds this. */
	beginAnew(address: string, update: Uint8Array): void {
		this.#documents.set(address, update);
		this.epochs.set(address, (this.epochs.get(address) ?? 0) + 1);
	}

	/** Takes the project away from everybody on an open socket. */
	revoke(projectId: string, error: ProtocolError): void {
		for (const session of this.#sessions) {
			if (!session.grants.delete(projectId)) continue;
			for (const [channel, address] of session.channels) {
				if (address.startsWith(projectId)) session.channels.delete(channel);
			}
			this.#send(session, { type: 'grant-ended', projectId, error });
		}
	}

	/** Somebody joined, was invited or asked: says so to everybody who was let into the project. */
	tellMembers(projectId: string): void {
		for (const session of this.#sessions)
			if (session.grants.has(projectId)) this.#send(session, { type: 'members-changed', projectId });
	}

	/** Sends one frame on every socket that has the document open. */
	broadcast(address: string, frame: (channel: number) => ServerFrame): void {
		for (const session of this.#sessions) {
			for (const [channel, open] of session.channels)
				if (open === address) this.#send(session, frame(channel));
		}
	}

	/** Forgets all sessions and everything not yet committed; who calls it cuts the network as well. */
	crash(): void {
		for (const session of this.#sessions) session.alive = false;
		this.#sessions.clear();
	}

	closeAll(code: number, reason: string): void {
		for (const session of this.#sessions) session.socket.close(code, reason);
	}

	readonly accept: Accept = (socket) => {
		const session: Session = {
			socket,
			grants: new Map(),
			channels: new Map(),
			muted: new Set(),
			chunks: new ChunkAssembler(),
			clientIds: new Map(),
			user: '',
			alive: true,
		};
		this.#sessions.add(session);
		return {
			message: (bytes) => this.#receive(session, bytes),
			closed: () => {
				session.alive = false;
				this.#sessions.delete(session);
			},
		};
	};

	#receive(session: Session, bytes: Uint8Array): void {
		if (!session.alive || this.deaf) return;
		const frame = decodeClientFrame(bytes);
		if (!frame.ok) return session.socket.close(4400, frame.error);
		this.onFrame(frame.value);
		this.#answer(session, frame.value);
	}

	#answer(session: Session, frame: ClientFrame): void {
		switch (frame.type) {
			case 'hello':
				session.user = `user-${frame.client}`;
				return this.#send(session, {
					type: 'welcome',
					protocol: this.protocol,
					server: 'memory',
					features: FEATURES,
				});
			case 'auth':
				return this.#authorize(session, frame.token);
			case 'open':
				return this.#open(session, frame);
			case 'update':
				return this.#update(session, frame);
			case 'presence':
				return this.#relay(session, frame);
			case 'chunk':
				return this.#assemble(session, frame);
			case 'signal':
				return this.#signal(session, frame);
			case 'close':
				session.channels.delete(frame.channel);
				session.chunks.drop(frame.channel);
				return;
			case 'ping':
				return this.#send(session, { type: 'pong' });
		}
	}

	#authorize(session: Session, token: string): void {
		const grant = this.#tokens.get(token) ?? { code: 'unauthorized', message: 'Unknown token' };
		if ('code' in grant) return this.#fail(session, 0, grant);
		session.grants.set(grant.projectId, grant.role);
		this.#send(session, { type: 'granted', user: session.user, expiresIn: 0, ...grant });
	}

	#open(session: Session, frame: Extract<ClientFrame, { type: 'open' }>): void {
		const role = session.grants.get(frame.address.split('.')[0] ?? '');
		if (!role) return this.#fail(session, frame.channel, { code: 'forbidden', message: 'No token' });
		const epoch = this.epochs.get(frame.address) ?? 0;
		if (frame.epoch !== null && frame.epoch !== epoch) {
			return this.#fail(session, frame.channel, { code: 'epoch', message: 'Begun anew' });
		}
		session.channels.set(frame.channel, frame.address);
		const { channel } = frame;
		const held = this.committed(frame.address);
		const stateVector = this.describe(held);
		const update = diffUpdate(held, frame.stateVector);
		const opened = { type: 'opened', channel, role, epoch, stateVector } as const;
		if (this.restDelay === null) return this.#send(session, { ...opened, update });
		this.#send(session, { ...opened, update: EMPTY_UPDATE });
		this.#clock.after(this.restDelay, () => this.#send(session, { type: 'server-update', channel, update }));
	}

	#update(session: Session, { channel, seq, update }: Extract<ClientFrame, { type: 'update' }>): void {
		const address = session.channels.get(channel);
		if (!address || session.muted.has(channel)) return;
		const role = session.grants.get(address.split('.')[0] ?? '');
		if (!role || !mayInProject(role, 'game.entity.modify'))
			return this.#fail(session, channel, { code: 'forbidden', message: 'Read only' });
		this.#clock.after(this.commitDelay, () => {
			// A crash loses what was not committed; a client that left in between still gets its work stored.
			if (!session.alive && !this.#sessions.has(session)) return;
			if (session.muted.has(channel)) return;
			if (this.diskFull) return this.#fail(session, channel, UNAVAILABLE);
			this.#commit(address, update, session);
			this.#send(session, { type: 'ack', channel, seq });
		});
	}

	#commit(address: string, update: Uint8Array, from: Session | null): void {
		this.storeSilently(address, update);
		for (const session of this.#sessions) {
			if (session === from) continue;
			for (const [channel, open] of session.channels) {
				if (open === address) this.#send(session, { type: 'server-update', channel, update });
			}
		}
	}

	#relay(from: Session, { channel, presence }: Extract<ClientFrame, { type: 'presence' }>): void {
		const address = from.channels.get(channel);
		if (!address) return;
		const entries = decodePresence(presence);
		if (entries.ok && entries.value[0]) from.clientIds.set(channel, entries.value[0].clientId);
		for (const session of this.#sessions) {
			if (session === from) continue;
			for (const [other, open] of session.channels) {
				if (open === address) this.#send(session, { type: 'server-presence', channel: other, presence });
			}
		}
	}

	#assemble(session: Session, chunk: Extract<ClientFrame, { type: 'chunk' }>): void {
		const whole = session.chunks.take(chunk);
		if (!whole.ok) return session.socket.close(4400, whole.error);
		if (whole.value) this.#receive(session, whole.value);
	}

	#signal(from: Session, { channel, kind, payload }: Extract<ClientFrame, { type: 'signal' }>): void {
		const address = from.channels.get(channel);
		const clientId = from.clientIds.get(channel) ?? 0;
		for (const session of this.#sessions) {
			if (session === from) continue;
			for (const [other, open] of session.channels) {
				if (open !== address) continue;
				const { user } = from;
				this.#send(session, { type: 'server-signal', channel: other, clientId, user, kind, payload });
			}
		}
	}

	#fail(session: Session, channel: number, error: ProtocolError): void {
		if (channel > 0) session.muted.add(channel);
		this.#send(session, { type: 'error', channel, project: '', error });
	}

	#send(session: Session, frame: ServerFrame): void {
		if (!session.alive) return;
		const bytes = encodeFrame(frame);
		if (!needsChunks(bytes) || !('channel' in frame)) return session.socket.send(bytes);
		for (const chunk of splitFrame(frame.channel, bytes)) {
			session.socket.send(encodeFrame({ type: 'server-chunk', ...chunk }));
		}
	}
}
