import { assertNever } from '#lib/base/assert.ts';
import { Disposer, type Dispose } from '#lib/base/disposer.ts';
import type { ProjectId } from '#lib/base/ids.ts';
import { err, type Result } from '#lib/base/result.ts';
import type { UpdateSummary } from '#lib/doc/read-update.ts';
import { checkStateVector } from '#lib/doc/updates.ts';
import { formatAddress, parseAddress, type DocumentAddress } from '#lib/protocol/address.ts';
import { ChunkAssembler, needsChunks, splitFrame, type Chunk } from '#lib/protocol/chunks.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import {
	decodeClientFrame,
	encodeFrame,
	FEATURES,
	PROTOCOL_VERSION,
	type ClientFrame,
	type ServerFrame,
} from '#lib/protocol/frames.ts';
import { HELLO_TIMEOUT_MS, MAX_CHANNELS, TOKEN_TIMEOUT_MS } from '#lib/protocol/limits.ts';
import type { ProjectRole } from '#lib/protocol/permissions.ts';
import { describeCause } from '../ops/log.ts';
import { refusalReason } from '../ops/metrics/catalogue.ts';
import { claimedProject } from '../records/projects/tokens.ts';
import { isSameBearer, type Grant } from './access-port.ts';
import { lineUser } from './identity.ts';
import type { WriteOutcome } from './commit-queue.ts';
import type { RoomMember } from './room-member.ts';
import type { Room } from './room.ts';
import { openedMessages } from './opened-messages.ts';
import type { ServerSocket } from './server-socket.ts';
import { SessionGrants } from './session-grants.ts';
import { UNAVAILABLE, WRITE_REFUSALS, type SessionParts } from './session.ts';
import { UnansweredBytes } from './unanswered-bytes.ts';
import { Wire } from './wire.ts';

type Frame<T extends ClientFrame['type']> = Extract<ClientFrame, { type: T }>;

type Channel = {
	readonly number: number;
	readonly address: DocumentAddress;
	readonly room: Room;
	readonly member: RoomMember;
	readonly leave: Dispose;
	/** After a refusal no update is taken, so that no acknowledgement can cover a gap. */
	muted: boolean;
};

const OTHER_BEARER: ProtocolError = {
	code: 'unauthorized',
	message: 'Another token for this project took the place of the one before',
};
const MAX_REFUSED_TOKENS = 20;
/** Milliseconds in which who never said hello may say goodbye: with those before it, five seconds in all. */
const SILENT_GOODBYE_MS = 1_000;
/** Milliseconds for which a connection whose last grant ended may look for another token. */
const SECOND_TOKEN_MS = 30_000;

/** A connection of our own protocol: one socket, many documents. */
export class LineSession {
	#parts: SessionParts;
	#wire: Wire;
	#cleanup = new Disposer();
	#greeted = false;
	#refusedTokens = 0;
	#unanswered = new UnansweredBytes();
	#grants: SessionGrants;
	#client = '';
	#features: readonly string[] = [];
	#chunks = new ChunkAssembler();
	/** Settles when the documents opened so far are with the socket. */
	#loading: Promise<void> = Promise.resolve();
	#channels = new Map<number, Channel>();
	#cancelDeadline: Dispose;

	constructor(socket: ServerSocket, parts: SessionParts, onEnd: () => void) {
		this.#parts = parts;
		this.#wire = new Wire(socket, parts, {
			message: (bytes) => this.#receive(bytes),
			closed: () => this.#cleanup.dispose(),
			beat: () => void this.#grants.recheck(),
		});
		this.#grants = new SessionGrants(parts, {
			ended: (grant, error) => this.#endGrant(grant, error),
			changed: (grant) => this.#changeRole(grant),
			membersChanged: (projectId) => {
				if (this.#features.includes('members')) this.#send({ type: 'members-changed', projectId });
			},
		});
		this.#cancelDeadline = parts.clock.after(HELLO_TIMEOUT_MS, () =>
			this.#wire.close(CLOSE.unauthorized, 'No hello in time', SILENT_GOODBYE_MS),
		);
		this.#cleanup.add(onEnd);
		this.#cleanup.add(() => this.#cancelDeadline());
		this.#cleanup.add(() => this.#grants.dispose());
		this.#cleanup.add(() => {
			for (const channel of [...this.#channels.values()]) this.#closeChannel(channel);
		});
	}

	/** Ends the connection; what it sent before may still be stored. */
	close(code: number, reason: string): void {
		this.#wire.close(code, reason);
	}

	terminate(): void {
		this.#wire.terminate();
	}

	#expect(timeout: number, complaint: string): Dispose {
		return this.#parts.clock.after(timeout, () => this.close(CLOSE.unauthorized, complaint));
	}

	#send(frame: ServerFrame): void {
		this.#wire.send(encodeFrame(frame));
	}

	#refuse(error: ProtocolError, about: { channel?: number; project?: string }): void {
		this.#send({ type: 'error', channel: about.channel ?? 0, project: about.project ?? '', error });
	}

	#receive(bytes: Uint8Array): Promise<void> | void {
		const frame = decodeClientFrame(bytes);
		if (!frame.ok) return this.close(CLOSE.badFrame, 'Not a frame of this protocol');
		if (frame.value.type === 'hello') return this.#greet(frame.value);
		if (!this.#greeted) return this.close(CLOSE.badFrame, 'Say hello first');
		return this.#handle(frame.value);
	}

	#handle(frame: Exclude<ClientFrame, { type: 'hello' }>): Promise<void> | void {
		switch (frame.type) {
			case 'auth':
				return this.#authorize(frame.token);
			case 'open':
				return this.#open(frame);
			case 'update':
				return this.#update(frame);
			case 'presence':
				return this.#presence(frame);
			case 'close': {
				this.#chunks.drop(frame.channel);
				const channel = this.#channels.get(frame.channel);
				return channel && this.#closeChannel(channel);
			}
			case 'chunk':
				return this.#assemble(frame);
			case 'signal':
				return this.#signal(frame);
			case 'ping':
				return this.#send({ type: 'pong' });
			default:
				return assertNever(frame);
		}
	}

	#assemble(chunk: Chunk): Promise<void> | void {
		// Who shows no token gets no memory to fill.
		if (this.#grants.size === 0) return;
		const whole = this.#chunks.take(chunk);
		if (!whole.ok) return this.close(CLOSE.badFrame, 'Chunks that make no frame');
		if (!whole.value) return;
		const frame = decodeClientFrame(whole.value);
		if (!frame.ok || frame.value.type === 'chunk' || frame.value.type === 'hello') {
			return this.close(CLOSE.badFrame, 'Chunks that make no frame');
		}
		return this.#handle(frame.value);
	}

	#greet({ protocol, client, features }: Frame<'hello'>): void {
		if (this.#greeted) return this.close(CLOSE.badFrame, 'Hello was said already');
		if (protocol !== PROTOCOL_VERSION) {
			const message = `This server speaks protocol ${PROTOCOL_VERSION}, you asked for ${protocol}. Reload the page`;
			this.#refuse({ code: 'invalid', message }, {});
			const code = protocol < PROTOCOL_VERSION ? CLOSE.protocolTooOld : CLOSE.protocolTooNew;
			return this.close(code, message);
		}
		this.#greeted = true;
		this.#client = client;
		this.#features = features;
		this.#cancelDeadline();
		this.#cancelDeadline = this.#expect(TOKEN_TIMEOUT_MS, 'No valid token in time');
		const { version: server } = this.#parts;
		this.#send({ type: 'welcome', protocol: PROTOCOL_VERSION, server, features: FEATURES });
	}

	async #authorize(token: string): Promise<void> {
		const project = claimedProject(token);
		try {
			const grant = await this.#parts.access.authorize(token);
			if (grant.ok) return this.#grant(grant.value);
			this.#refuse(grant.error, { project });
			this.#refusedTokens++;
			if (this.#refusedTokens > MAX_REFUSED_TOKENS) this.close(CLOSE.unauthorized, 'Too many refused tokens');
		} catch (cause) {
			this.#parts.log.error('A token could not be checked', { cause: describeCause(cause) });
			this.#refuse(UNAVAILABLE, { project });
		}
	}

	#grant(grant: Grant): void {
		if (!this.#wire.isOpen) return;
		this.#cancelDeadline();
		const before = this.#grants.get(grant.projectId);
		this.#grants.add(grant);
		// What one bearer opened would go on under their name, whatever becomes of their right to it.
		if (before && !isSameBearer(before, grant)) this.#endProject(grant.projectId, OTHER_BEARER);
		this.#changeRole(grant);
	}

	#tellGranted(grant: Grant): void {
		const { projectId, role, expiresAt } = grant;
		const seconds = expiresAt === null ? 0 : Math.max(1, (expiresAt - this.#parts.clock.now()) / 1000);
		const user = lineUser(grant, this.#client);
		this.#send({ type: 'granted', projectId, role: this.#name(role), user, expiresIn: Math.floor(seconds) });
	}

	/** A role in words this client knows: what one without the newer roles may do, it is told as looking on. */
	#name(role: ProjectRole): ProjectRole {
		return this.#features.includes('roles') || role === 'owner' || role === 'editor' ? role : 'viewer';
	}

	async #open({ channel: number, address: text, epoch, stateVector }: Frame<'open'>): Promise<void> {
		if (number === 0 || this.#channels.has(number)) {
			return this.close(CLOSE.badFrame, `Channel ${number} cannot be opened`);
		}
		const refuse = (error: ProtocolError) => this.#refuse(error, { channel: number });
		const address = parseAddress(text);
		if (!address.ok) return refuse({ code: 'invalid', message: address.error });
		if (!checkStateVector(stateVector))
			return refuse({ code: 'invalid', message: 'The state vector cannot be read' });
		if (this.#channels.size >= MAX_CHANNELS) {
			return refuse({ code: 'invalid', message: `At most ${MAX_CHANNELS} documents can be open at once` });
		}
		const forbidden = this.#grants.check('open', address.value);
		if (forbidden) return refuse(forbidden);
		try {
			const current = await this.#parts.epochOf(address.value);
			if (epoch !== null && epoch !== current) return refuse(begunAnew(epoch, current));
			await this.#enter(number, address.value, current, stateVector);
		} catch (cause) {
			this.#parts.log.error('A document could not be opened', {
				document: text,
				cause: describeCause(cause),
			});
			refuse(UNAVAILABLE);
		}
	}

	async #enter(
		number: number,
		address: DocumentAddress,
		epoch: number,
		stateVector: Uint8Array,
	): Promise<void> {
		const grant = this.#grants.get(address.projectId);
		if (!grant || !this.#wire.isOpen) return;
		const member = this.#createMember(number, grant);
		const { room, leave } = await this.#parts.rooms.enter(address, member);
		// While the room was loading the link may have been revoked, another token shown, or the socket closed.
		const now = this.#grants.get(address.projectId);
		if (!now || !isSameBearer(now, grant) || !this.#wire.isOpen) return leave();
		const forbidden = this.#grants.check('open', address);
		if (forbidden) {
			leave();
			return this.#refuse(forbidden, { channel: number });
		}
		const channel = { number, address, room, member, leave, muted: false };
		this.#channels.set(number, channel);
		// One document after the other, while what else there is to say goes between their chunks.
		this.#loading = this.#loading.then(() => this.#greetChannel(channel, epoch, stateVector));
	}

	/** Never rejects: whoever waits behind it must not be held up. */
	async #greetChannel(channel: Channel, epoch: number, stateVector: Uint8Array): Promise<void> {
		const { number, address, room, member } = channel;
		const grant = this.#grants.get(address.projectId);
		if (!grant || this.#channels.get(number) !== channel) return;
		try {
			const { update, later, stateVector: ours } = await room.greet(member, stateVector);
			const role = this.#name(grant.role);
			const opened = { type: 'opened', channel: number, role, epoch, stateVector: ours } as const;
			for (const message of openedMessages(opened, update)) {
				if (this.#channels.get(number) !== channel) return;
				await this.#wire.sendDocument(message);
			}
			if (this.#channels.get(number) !== channel) return;
			for (const rest of later) for (const message of member.encodeUpdate(rest)) this.#wire.send(message);
			const present = room.presence.others(member);
			if (present) this.#send({ type: 'server-presence', channel: number, presence: present });
			room.follow(member);
		} catch (cause) {
			const document = formatAddress(address);
			this.#parts.log.error('A document could not be sent', { document, cause: describeCause(cause) });
			this.#refuse(UNAVAILABLE, { channel: number });
		}
	}

	#createMember(channel: number, grant: Grant): RoomMember {
		const user = lineUser(grant, this.#client);
		const { projectId } = grant;
		const current = () => this.#grants.get(projectId) ?? grant;
		return {
			get role() {
				return current().role;
			},
			userFor: () => user,
			name: grant.account?.name ?? null,
			sendSignal: (signal) => {
				if (!this.#features.includes('signals')) return;
				this.#wire.sendPassing(encodeFrame({ type: 'server-signal', channel, ...signal }));
			},
			dialect: `line ${channel}`,
			encodeUpdate: (update) => encodeServerUpdate(channel, update),
			sendUpdates: (framed) => this.#wire.sendFramed(framed),
			sendPresence: (presence) =>
				this.#wire.sendPassing(encodeFrame({ type: 'server-presence', channel, presence })),
			probe: () => this.#wire.probe(),
		};
	}

	#update({ channel: number, seq, update }: Frame<'update'>): Promise<void> | void {
		this.#parts.metrics.add('updates_total');
		const channel = this.#channels.get(number);
		if (!channel || channel.muted) return;
		const forbidden = this.#grants.check('update', channel.address);
		if (forbidden) return this.#mute(channel, forbidden);
		const { updateBytes } = this.#parts;
		if (update.byteLength > updateBytes) {
			const message = `An update may have ${updateBytes} bytes, this has ${update.byteLength}`;
			return this.#mute(channel, { code: 'too-large', message });
		}
		const summary = this.#parts.rooms.read(update);
		if (!(summary instanceof Promise)) return this.#write(channel, seq, update, summary);
		return summary.then((read) => this.#write(channel, seq, update, read));
	}

	#write(
		channel: Channel,
		seq: number,
		update: Uint8Array,
		summary: Result<UpdateSummary, string>,
	): Promise<void> | void {
		if (!summary.ok) return this.#mute(channel, { code: 'invalid', message: summary.error });
		const isAllowed = () => !channel.muted && this.#grants.check('update', channel.address) === null;
		const settle = (outcome: WriteOutcome) => {
			this.#unanswered.remove(update.byteLength);
			this.#answer(channel, seq, outcome);
		};
		this.#unanswered.add(update.byteLength);
		channel.room.write({ update, summary: summary.value, from: channel.member, isAllowed, settle });
		return this.#unanswered.hold();
	}

	#answer(channel: Channel, seq: number, outcome: WriteOutcome): void {
		if (channel.muted || this.#channels.get(channel.number) !== channel) return;
		if (outcome === 'durable') this.#send({ type: 'ack', channel: channel.number, seq });
		else this.#mute(channel, WRITE_REFUSALS[outcome]);
	}

	#presence({ channel: number, presence }: Frame<'presence'>): void {
		const channel = this.#channels.get(number);
		if (!channel || this.#grants.check('presence', channel.address)) return;
		const taken = channel.room.presence.receive(channel.member, presence);
		if (!taken.ok) this.close(CLOSE.badFrame, 'Presence that cannot be read');
	}

	#signal({ channel: number, kind, payload }: Frame<'signal'>): void {
		const channel = this.#channels.get(number);
		if (!channel) return;
		const forbidden = this.#grants.check('signal', channel.address);
		const taken = forbidden ? err(forbidden) : channel.room.signals.receive(channel.member, kind, payload);
		if (!taken.ok) this.#send({ type: 'signal-refused', channel: number, kind, error: taken.error });
	}

	#mute(channel: Channel, error: ProtocolError): void {
		channel.muted = true;
		this.#parts.metrics.addBy('updates_refused_total', refusalReason(error.code));
		this.#refuse(error, { channel: channel.number });
	}

	#closeChannel(channel: Channel): void {
		if (this.#channels.get(channel.number) !== channel) return;
		this.#channels.delete(channel.number);
		channel.leave();
	}

	/** Somebody's role is another from now on: who may not look any more has nothing open. */
	#changeRole(grant: Grant): void {
		for (const channel of this.#channelsOf(grant.projectId)) {
			const forbidden = this.#grants.check('open', channel.address);
			if (!forbidden) continue;
			this.#closeChannel(channel);
			this.#refuse(forbidden, { channel: channel.number });
		}
		this.#tellGranted(grant);
	}

	#channelsOf(projectId: ProjectId): Channel[] {
		return [...this.#channels.values()].filter(({ address }) => address.projectId === projectId);
	}

	#endProject(projectId: ProjectId, error: ProtocolError): void {
		for (const channel of this.#channelsOf(projectId)) this.#closeChannel(channel);
		this.#send({ type: 'grant-ended', projectId, error });
	}

	/** A grant was taken back or has expired: its documents end here, the others go on. */
	#endGrant({ projectId, account }: Grant, error: ProtocolError): void {
		this.#endProject(projectId, error);
		if (this.#grants.size > 0) return;
		// Another token would be of no use to who is no member any more.
		if (account !== null && error.code === 'forbidden') return this.close(CLOSE.revoked, error.message);
		this.#cancelDeadline();
		this.#cancelDeadline = this.#expect(SECOND_TOKEN_MS, 'No valid token any more');
	}
}

/** The messages that tell of an update: one, or as many as it takes. */
function encodeServerUpdate(channel: number, update: Uint8Array): Uint8Array[] {
	const frame = encodeFrame({ type: 'server-update', channel, update });
	if (!needsChunks(frame)) return [frame];
	return splitFrame(channel, frame).map((chunk) => encodeFrame({ type: 'server-chunk', ...chunk }));
}

function begunAnew(held: number, current: number): ProtocolError {
	const message = `This document was begun anew (epoch ${current}) since this copy of it (epoch ${held}). The copy stays on the device`;
	return { code: 'epoch', message };
}
