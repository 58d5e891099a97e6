import type { ProjectRole } from '#lib/protocol/permissions.ts';
import type { RoomSignal } from './room-signals.ts';
import type { FramedMessages } from './server-socket.ts';

/** One open document of one connection, of whichever protocol. */
export interface RoomMember {
	readonly role: ProjectRole;
	/** What the server knows it is called; null: whatever it says itself. */
	readonly name: string | null;
	/** How the others know it, given the number it goes by in presence. */
	userFor(clientId: number): string;
	/** Members of one dialect say an update in the same bytes. */
	readonly dialect: string;
	/** The messages that tell this member of an update. */
	encodeUpdate(update: Uint8Array): readonly Uint8Array[];
	/** Sends such messages, framed once for all members of the dialect. */
	sendUpdates(framed: FramedMessages): void;
	sendPresence(presence: Uint8Array): void;
	sendSignal(signal: RoomSignal): void;
	/** Finds out whether its connection still lives, and ends it if not. */
	probe(): void;
}
