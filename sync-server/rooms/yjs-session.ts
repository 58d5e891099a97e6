import type { WebSocket } from 'ws';
import { Disposer } from '#lib/base/disposer.ts';
import { checkStateVector, readUpdate } from '#lib/doc/updates.ts';
import { formatAddress, type DocumentAddress } from '#lib/protocol/address.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { MAX_UPDATE_BYTES } from '#lib/protocol/limits.ts';
import { canEdit } from '#lib/protocol/roles.ts';
import { describeCause } from '../ops/log.ts';
import type { Grant } from '../records/projects/access.ts';
import type { Room, RoomMember, WriteOutcome } from './room.ts';
import { MAX_UNANSWERED_BYTES, type SessionParts } from './session.ts';
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
	#parts: SessionParts;
	#wire: Wire;
	#cleanup = new Disposer();
	#grant: Grant;
	#address: DocumentAddress;
	#revoked = false;
	#warned = false;
	#unstoredBytes = 0;
	#entering: Promise<Room | null>;
	#room: Room | null = null;

	constructor(
		socket: WebSocket,
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
		this.#cleanup.add(
			parts.access.revoked.on((linkId) => {
				if (linkId === this.#grant.linkId) this.#revoke();
			}),
		);
		this.#entering = this.#enter();
	}

	close(code: number, reason: string): void {
		this.#wire.close(code, reason);
	}

	terminate(): void {
		this.#wire.terminate();
	}

	sendUpdate(update: Uint8Array): void {
		this.#wire.send(encodeUpdate(update));
	}

	sendPresence(presence: Uint8Array): void {
		this.#wire.sendPassing(encodeAwareness(presence));
	}

	probe(): void {
		this.#wire.probe();
	}

	async #enter(): Promise<Room | null> {
		try {
			const { room, leave } = await this.#parts.rooms.enter(this.#address, this);
			this.#cleanup.add(leave);
			if (!this.#wire.isOpen) return null;
			// Asking a viewer what we lack would only make it send what we must refuse.
			if (canEdit(this.#grant.role)) this.#wire.send(encodeSyncStep1(room.stateVector()));
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
				return this.#wire.sendDocument(encodeSyncStep2(room.diff(message.stateVector)));
			}
			case 'update':
				return this.#update(message.update, message.isAnswer, room);
			case 'awareness': {
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
		if (!canEdit(this.#grant.role)) return isAnswer ? undefined : this.#warnReadOnly();
		if (update.byteLength > MAX_UPDATE_BYTES) {
			return this.close(CLOSE.frameTooLarge, `An update may have ${MAX_UPDATE_BYTES} bytes`);
		}
		const summary = readUpdate(update);
		if (!summary.ok) return this.close(CLOSE.badFrame, 'An update that cannot be read');
		const outcome = room.write(update, summary.value, this, () => !this.#revoked);
		this.#unstoredBytes += update.byteLength;
		const settled = this.#settle(outcome).finally(() => {
			this.#unstoredBytes -= update.byteLength;
		});
		if (this.#unstoredBytes > MAX_UNANSWERED_BYTES) return settled;
	}

	async #settle(outcome: Promise<WriteOutcome>): Promise<void> {
		// This client knows no acknowledgement: only a reconnect makes it offer the update again.
		if ((await outcome) === 'failed')
			this.close(CLOSE.storageFailed, 'The update could not be stored just now');
	}

	#warnReadOnly(): void {
		if (this.#warned) return;
		this.#warned = true;
		this.#wire.send(encodePermissionDenied('This link lets you look at the project, not change it'));
	}

	#revoke(): void {
		this.#revoked = true;
		this.close(CLOSE.revoked, 'The owner of the project revoked this link');
	}

	async #beat(): Promise<void> {
		// y-websocket gives a line up on which it heard nothing for 30 s; pings don't count for it.
		this.#wire.send(EMPTY_AWARENESS);
		try {
			if (!(await this.#parts.access.holds(this.#grant))) this.#revoke();
		} catch (cause) {
			this.#parts.log.warn('A link could not be checked again', { cause: describeCause(cause) });
		}
	}
}
