import { Disposer } from '#lib/base/disposer.ts';
import type { Result } from '#lib/base/result.ts';
import type { UpdateSummary } from '#lib/doc/read-update.ts';
import { checkStateVector } from '#lib/doc/updates.ts';
import { formatAddress, type DocumentAddress } from '#lib/protocol/address.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import type { ErrorCode } from '#lib/protocol/errors.ts';
import { MAX_DOCUMENT_BYTES } from '#lib/protocol/limits.ts';
import { mayInProject, type ProjectRole } from '#lib/protocol/permissions.ts';
import { describeCause } from '../ops/log.ts';
import { refusalReason } from '../ops/metrics/catalogue.ts';
import { READ_ONLY, type Grant } from './access-port.ts';
import { stockUser } from './identity.ts';
import { SessionGrants } from './session-grants.ts';
import type { WriteOutcome } from './commit-queue.ts';
import type { RoomMember } from './room-member.ts';
import type { Room } from './room.ts';
import type { FramedMessages, ServerSocket } from './server-socket.ts';
import { WRITE_REFUSALS, type SessionParts } from './session.ts';
import { UnansweredBytes } from './unanswered-bytes.ts';
import { Wire } from './wire.ts';
import {
	decodeYjsMessage,
	EMPTY_AWARENESS,
	encodeAwareness,
	encodePermissionDenied,
	encodeSyncStep1,
	encodeSyncStep2,
	encodeUpdate,
	type YjsMessage,
} from './yjs-messages.ts';

/** A connection of a stock y-websocket client: one socket, one document, no acknowledgements. */
export class YjsSession implements RoomMember {
	readonly dialect = 'yjs';
	#parts: SessionParts;
	#wire: Wire;
	#cleanup = new Disposer();
	#grant: Grant;
	#grants: SessionGrants;
	#address: DocumentAddress;
	#warned = false;
	#unanswered = new UnansweredBytes();
	#entering: Promise<Room | null>;
	#room: Room | null = null;

	constructor(
		socket: ServerSocket,
		parts: SessionParts,
		invitation: { grant: Grant; address: DocumentAddress },
		onEnd: () => void,
	) {
		this.#parts = parts;
		this.#grant = invitation.grant;
		this.#address = invitation.address;
		this.#wire = new Wire(socket, parts, {
			message: (bytes) => this.#receive(bytes),
			closed: () => this.#cleanup.dispose(),
			beat: () => void this.#beat(),
		});
		this.#cleanup.add(onEnd);
		this.#grants = new SessionGrants(parts, {
			ended: (_grant, { code, message }) => {
				this.close(code === 'unauthorized' ? CLOSE.unauthorized : CLOSE.revoked, message);
			},
			// Such a client cannot be told: it comes back with its token, and is let in as what it is now.
			changed: () => this.close(CLOSE.restarting, 'Your role in this project is another now'),
			membersChanged: () => {},
		});
		this.#grants.add(this.#grant);
		// What changed while the socket was being made went by unheard.
		void this.#grants.recheck();
		this.#cleanup.add(() => this.#grants.dispose());
		this.#entering = this.#enter();
	}

	get role(): ProjectRole {
		return this.#grant.role;
	}

	get name(): string | null {
		return this.#grant.account?.name ?? null;
	}

	userFor(clientId: number): string {
		return stockUser(this.#grant, clientId);
	}

	close(code: number, reason: string): void {
		this.#wire.close(code, reason);
	}

	terminate(): void {
		this.#wire.terminate();
	}

	encodeUpdate(update: Uint8Array): readonly Uint8Array[] {
		return [encodeUpdate(update)];
	}

	sendUpdates(framed: FramedMessages): void {
		this.#wire.sendFramed(framed);
	}

	sendPresence(presence: Uint8Array): void {
		this.#wire.sendPassing(encodeAwareness(presence));
	}

	/** Stock clients know no signals. */
	sendSignal(): void {}

	probe(): void {
		this.#wire.probe();
	}

	async #enter(): Promise<Room | null> {
		try {
			// Such a client cannot say which beginning of the document it holds.
			if ((await this.#parts.epochOf(this.#address)) > 0) {
				this.close(CLOSE.epoch, 'The document was begun anew: open it in RaStudios');
				return null;
			}
			if (!this.#wire.isOpen) return null;
			const { room, leave } = await this.#parts.rooms.enter(this.#address, this);
			this.#cleanup.add(leave);
			if (!this.#wire.isOpen) return null;
			// Asking a viewer what we lack would only make it send what we must refuse.
			if (mayInProject(this.#grant.role, 'game.entity.modify'))
				this.#wire.send(encodeSyncStep1(room.stateVector()));
			this.#sendPresent(room);
			return (this.#room = room);
		} catch (cause) {
			const document = formatAddress(this.#address);
			this.#parts.log.error('A document could not be opened', { document, cause: describeCause(cause) });
			this.close(CLOSE.storageFailed, 'The document cannot be read just now');
			return null;
		}
	}

	#receive(bytes: Uint8Array): Promise<void> | void {
		const message = decodeYjsMessage(bytes);
		if (!message.ok) return this.close(CLOSE.badFrame, 'Not a message of y-protocols');
		if (this.#room) return this.#handle(message.value, this.#room);
		return this.#entering.then((room) => (room ? this.#handle(message.value, room) : undefined));
	}

	#handle(message: YjsMessage, room: Room): Promise<void> | void {
		switch (message.type) {
			case 'sync-step-1': {
				if (!checkStateVector(message.stateVector)) return this.close(CLOSE.badFrame, 'Not a state vector');
				return this.#sendWhatLacks(room, message.stateVector);
			}
			case 'update':
				return this.#update(message.update, message.isAnswer, room);
			case 'awareness': {
				if (this.#grants.check('presence', this.#address)) return;
				const taken = room.presence.receive(this, message.presence);
				if (!taken.ok) this.close(CLOSE.badFrame, 'Awareness that cannot be read');
				return;
			}
			case 'query-awareness':
				return this.#sendPresent(room);
			case 'auth':
				return; // clients have nothing to say here
		}
	}

	#sendPresent(room: Room): void {
		const present = room.presence.others(this);
		if (present) this.#wire.send(encodeAwareness(present));
	}

	#update(update: Uint8Array, isAnswer: boolean, room: Room): Promise<void> | void {
		this.#parts.metrics.add('updates_total');
		if (!this.#mayUpdate()) return isAnswer ? undefined : this.#warnReadOnly();
		const { updateBytes } = this.#parts;
		if (update.byteLength > updateBytes) {
			this.#refused('too-large');
			return this.close(CLOSE.frameTooLarge, `An update may have ${updateBytes} bytes`);
		}
		const summary = this.#parts.rooms.read(update);
		if (!(summary instanceof Promise)) return this.#write(update, summary, isAnswer, room);
		return summary.then((read) => this.#write(update, read, isAnswer, room));
	}

	#write(
		update: Uint8Array,
		summary: Result<UpdateSummary, string>,
		isAnswer: boolean,
		room: Room,
	): Promise<void> | void {
		if (!summary.ok) {
			this.#refused('invalid');
			return this.close(CLOSE.badFrame, 'An update that cannot be read');
		}
		if (isAnswer) room.forgive(this);
		const isAllowed = () => this.#mayUpdate();
		const settle = (outcome: WriteOutcome) => {
			this.#unanswered.remove(update.byteLength);
			this.#answer(outcome, isAnswer, room);
		};
		this.#unanswered.add(update.byteLength);
		room.write({ update, summary: summary.value, from: this, isAllowed, settle });
		return this.#unanswered.hold();
	}

	// This client knows no acknowledgement: only a reconnect makes it offer an update again.
	#answer(outcome: WriteOutcome, isAnswer: boolean, room: Room): void {
		if (outcome !== 'durable') this.#refused(WRITE_REFUSALS[outcome].code);
		switch (outcome) {
			case 'failed':
				return this.close(CLOSE.storageFailed, 'The update could not be stored just now');
			case 'too-large':
				return this.close(CLOSE.frameTooLarge, `A document may have ${MAX_DOCUMENT_BYTES} bytes`);
			case 'gap':
				// Asked what we lack, it sends all of it; when that has a hole as well, nobody can fill it.
				if (isAnswer) return this.close(CLOSE.badFrame, 'The update follows on others that are not here');
				return this.#wire.send(encodeSyncStep1(room.stateVector()));
			case 'durable':
			case 'refused':
				return;
		}
	}

	async #sendWhatLacks(room: Room, stateVector: Uint8Array): Promise<void> {
		try {
			const { update, later } = await room.greet(this, stateVector);
			// Step 2 is the last of it: who hears that takes the document for whole.
			const last = later.at(-1);
			const sent = this.#wire.sendDocument([last ? encodeUpdate(update) : encodeSyncStep2(update)]);
			for (const rest of later.slice(0, -1)) this.#wire.send(encodeUpdate(rest));
			if (last) this.#wire.send(encodeSyncStep2(last));
			room.follow(this);
			return await sent;
		} catch (cause) {
			const document = formatAddress(this.#address);
			this.#parts.log.error('A document could not be sent', { document, cause: describeCause(cause) });
			this.close(CLOSE.storageFailed, 'The document cannot be read just now');
		}
	}

	#refused(code: ErrorCode): void {
		this.#parts.metrics.addBy('updates_refused_total', refusalReason(code));
	}

	#warnReadOnly(): void {
		if (this.#warned) return;
		this.#warned = true;
		this.#refused('forbidden');
		this.#wire.send(encodePermissionDenied(READ_ONLY.message));
	}

	#mayUpdate(): boolean {
		return this.#grants.check('update', this.#address) === null;
	}

	async #beat(): Promise<void> {
		// y-websocket gives a line up on which it heard nothing for 30 s; pings don't count for it.
		this.#wire.send(EMPTY_AWARENESS);
		await this.#grants.recheck();
	}
}
