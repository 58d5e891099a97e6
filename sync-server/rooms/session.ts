import type { Clock } from '#lib/base/clock.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import type { Log } from '../ops/log.ts';
import type { Access } from '../records/projects/access.ts';
import type { Rooms } from './rooms.ts';

/** What every connection needs, of whichever protocol. */
export type SessionParts = {
	readonly rooms: Rooms;
	readonly access: Access;
	readonly clock: Clock;
	readonly log: Log;
	readonly version: string;
	/** Unsent bytes behind which a client is cut off. */
	readonly backlogBytes: number;
};

/** Unanswered update bytes of one socket that make it wait. */
export const MAX_UNANSWERED_BYTES = 32 * 1024 * 1024;
const RETRY_AFTER_S = 5;

export const UNAVAILABLE: ProtocolError = {
	code: 'unavailable',
	message: 'The server cannot store or read this document just now. Your edits stay on your device',
	retryAfter: RETRY_AFTER_S,
};
export const READ_ONLY: ProtocolError = {
	code: 'forbidden',
	message: 'Your link lets you look at this project, not change it',
};
