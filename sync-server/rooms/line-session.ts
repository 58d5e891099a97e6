import type { WebSocket } from 'ws';
import { assertNever } from '#lib/base/assert.ts';
import { Disposer, type Dispose } from '#lib/base/disposer.ts';
import type { LinkId, ProjectId } from '#lib/base/ids.ts';
import { checkStateVector, readUpdate } from '#lib/doc/updates.ts';
import { parseAddress } from '#lib/protocol/address.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import {
	decodeClientFrame,
	encodeFrame,
	PROTOCOL_VERSION,
	type ClientFrame,
	type ServerFrame,
} from '#lib/protocol/frames.ts';
import { HELLO_TIMEOUT_MS, MAX_CHANNELS, MAX_UPDATE_BYTES } from '#lib/protocol/limits.ts';
import { canEdit } from '#lib/protocol/roles.ts';
import { describeCause } from '../ops/log.ts';
import { REVOKED, type Grant } from '../records/projects/access.ts';
import { claimedProject } from '../records/projects/tokens.ts';
import type { Room, RoomMember, WriteOutcome } from './room.ts';
import { MAX_UNANSWERED_BYTES, READ_ONLY, UNAVAILABLE, type SessionParts } from './session.ts';
import { Wire } from './wire.ts';

type Frame<T extends ClientFrame['type']> = Extract<ClientFrame, { type: T }>;

type Channel = {
	readonly number: number;
	readonly projectId: ProjectId;
	readonly room: Room;
	readonly member: RoomMember;
	readonly leave: Dispose;
	/** After a refusal no update is taken, so that no acknowledgement can cover a gap. */
	muted: boolean;
	/** Settles when all updates so far are answered. */
	answered: Promise<void>;
};

const MAX_REFUSED_TOKENS = 20;

/** A connection of our own protocol: one socket, many documents. */
export class LineSession {
	#parts: SessionParts;
	#wire: Wire;
	#cleanup = new Disposer();
	#greeted = false;
	#refusedTokens = 0;
	#unansweredBytes = 0;
	#grants = new Map<ProjectId, Grant>();
	#channels = new Map<number, Channel>();
	#cancelDeadline: Dispose;

	constructor(socket: WebSocket, parts: SessionParts, onEnd: () => void) {
		this.#parts = parts;
		this.#wire = new Wire(socket, parts, {
			message: (bytes) => this.#receive(bytes),
			closed: () => this.#cleanup.dispose(),
			beat: () => void this.#recheckGrants(),
		});
		this.#cancelDeadline = parts.clock.after(HELLO_TIMEOUT_MS, () =>
			this.close(CLOSE.unauthorized, 'No valid token in time'),
		);
		this.#cleanup.add(onEnd);
		this.#cleanup.add(() => this.#cancelDeadline());
		this.#cleanup.add(parts.access.revoked.on((linkId) => this.#revoke(linkId)));
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
		switch (frame.value.type) {
			case 'auth':
				return this.#authorize(frame.value.token);
			case 'open':
				return this.#open(frame.value);
			case 'update':
				return this.#update(frame.value);
			case 'presence':
				return this.#presence(frame.value);
			case 'close': {
				const channel = this.#channels.get(frame.value.channel);
				return channel && this.#closeChannel(channel);
			}
			case 'ping':
				return this.#send({ type: 'pong' });
			default:
				return assertNever(frame.value);
		}
	}

	#greet({ protocol }: Frame<'hello'>): void {
		if (this.#greeted) return this.close(CLOSE.badFrame, 'Hello was said already');
		if (protocol !== PROTOCOL_VERSION) {
			const message = `This server speaks protocol ${PROTOCOL_VERSION}, you asked for ${protocol}. Reload the page`;
			this.#refuse({ code: 'invalid', message }, {});
			const code = protocol < PROTOCOL_VERSION ? CLOSE.protocolTooOld : CLOSE.protocolTooNew;
			return this.close(code, message);
		}
		this.#greeted = true;
		this.#send({ type: 'welcome', protocol: PROTOCOL_VERSION, server: this.#parts.version });
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
		this.#grants.set(grant.projectId, grant);
		this.#send({ type: 'granted', projectId: grant.projectId, role: grant.role });
	}

	async #open({ channel: number, address: text, stateVector }: Frame<'open'>): Promise<void> {
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
		const { projectId } = address.value;
		if (!this.#grants.has(projectId)) {
			return refuse({ code: 'forbidden', message: 'This connection has no token for the project' });
		}
		const member = this.#createMember(number);
		try {
			const { room, leave } = await this.#parts.rooms.enter(address.value, member);
			const grant = this.#grants.get(projectId);
			// While the room was loading the link may have been revoked, or the socket closed.
			if (!grant || !this.#wire.isOpen) return leave();
			const channel = { number, projectId, room, member, leave, muted: false, answered: Promise.resolve() };
			this.#channels.set(number, channel);
			await this.#greetChannel(channel, grant, stateVector);
		} catch (cause) {
			this.#parts.log.error('A document could not be opened', {
				document: text,
				cause: describeCause(cause),
			});
			refuse(UNAVAILABLE);
		}
	}

	#greetChannel({ number, room, member }: Channel, { role }: Grant, stateVector: Uint8Array): Promise<void> {
		const update = room.diff(stateVector);
		const opened = {
			type: 'opened',
			channel: number,
			role,
			stateVector: room.stateVector(),
			update,
		} as const;
		const sent = this.#wire.sendDocument(encodeFrame(opened));
		const present = room.presence.others(member);
		if (present) this.#send({ type: 'server-presence', channel: number, presence: present });
		return sent;
	}

	#createMember(channel: number): RoomMember {
		return {
			sendUpdate: (update) => this.#send({ type: 'server-update', channel, update }),
			sendPresence: (presence) =>
				this.#wire.sendPassing(encodeFrame({ type: 'server-presence', channel, presence })),
			probe: () => this.#wire.probe(),
		};
	}

	#update({ channel: number, seq, update }: Frame<'update'>): Promise<void> | void {
		const channel = this.#channels.get(number);
		if (!channel || channel.muted) return;
		if (!this.#mayEdit(channel)) return this.#mute(channel, READ_ONLY);
		if (update.byteLength > MAX_UPDATE_BYTES) {
			const message = `An update may have ${MAX_UPDATE_BYTES} bytes, this has ${update.byteLength}`;
			return this.#mute(channel, { code: 'invalid', message });
		}
		const summary = readUpdate(update);
		if (!summary.ok) return this.#mute(channel, { code: 'invalid', message: summary.error });
		const isAllowed = () => !channel.muted && this.#mayEdit(channel);
		const outcome = channel.room.write(update, summary.value, channel.member, isAllowed);
		this.#unansweredBytes += update.byteLength;
		const earlier = channel.answered;
		channel.answered = this.#answer(channel, seq, earlier, outcome).finally(() => {
			this.#unansweredBytes -= update.byteLength;
		});
		if (this.#unansweredBytes > MAX_UNANSWERED_BYTES) return channel.answered;
	}

	async #answer(
		channel: Channel,
		seq: number,
		earlier: Promise<void>,
		outcome: Promise<WriteOutcome>,
	): Promise<void> {
		const result = await outcome;
		await earlier;
		if (channel.muted || this.#channels.get(channel.number) !== channel) return;
		if (result === 'durable') this.#send({ type: 'ack', channel: channel.number, seq });
		else this.#mute(channel, result === 'failed' ? UNAVAILABLE : READ_ONLY);
	}

	#presence({ channel: number, presence }: Frame<'presence'>): void {
		const channel = this.#channels.get(number);
		if (!channel) return;
		const taken = channel.room.presence.receive(channel.member, presence);
		if (!taken.ok) this.close(CLOSE.badFrame, 'Presence that cannot be read');
	}

	#mayEdit({ projectId }: Channel): boolean {
		const grant = this.#grants.get(projectId);
		return grant !== undefined && canEdit(grant.role);
	}

	#mute(channel: Channel, error: ProtocolError): void {
		channel.muted = true;
		this.#refuse(error, { channel: channel.number });
	}

	#closeChannel(channel: Channel): void {
		if (this.#channels.get(channel.number) !== channel) return;
		this.#channels.delete(channel.number);
		channel.leave();
	}

	#revoke(linkId: LinkId): void {
		for (const grant of this.#grants.values()) {
			if (grant.linkId !== linkId) continue;
			this.#grants.delete(grant.projectId);
			for (const channel of [...this.#channels.values()]) {
				if (channel.projectId === grant.projectId) this.#closeChannel(channel);
			}
			this.#refuse(REVOKED, { project: grant.projectId });
		}
	}

	// Belt and braces: a link revoked in the records without a word to this process ends here.
	async #recheckGrants(): Promise<void> {
		for (const grant of [...this.#grants.values()]) {
			try {
				if (grant.linkId !== null && !(await this.#parts.access.holds(grant))) this.#revoke(grant.linkId);
			} catch (cause) {
				this.#parts.log.warn('A link could not be checked again', { cause: describeCause(cause) });
			}
		}
	}
}
