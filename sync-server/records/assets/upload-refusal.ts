import { ERRORS } from '@tus/server';
import type { ProtocolError } from '#lib/protocol/errors.ts';

/** Thrown through tus to whoever answers the request. */
export class UploadRefusal extends Error {
	readonly refusal: ProtocolError;

	constructor(refusal: ProtocolError) {
		super(refusal.message);
		this.refusal = refusal;
	}
}

/** Seconds; a disk is not emptied in one. */
const DISK_RETRY_AFTER = 60;

export const DISK_FULL: ProtocolError = {
	code: 'storage-full',
	message: 'The disk of the server is full. What has come so far is kept; it goes on once there is room',
	retryAfter: DISK_RETRY_AFTER,
};
export const NO_SUCH_UPLOAD: ProtocolError = {
	code: 'not-found',
	message: 'There is no such upload here, or not any more. Begin it anew',
};
const OVERTAKEN: ProtocolError = {
	code: 'conflict',
	message: 'Another request went on with this upload. Ask how far it is, and go on from there',
};
const DISK_FULL_CODES = ['ENOSPC', 'EDQUOT'];

const isSame = (error: { body?: unknown }, known: { body: string }): boolean => error.body === known.body;

/** What made tus fail, in our words; null when it is nothing a client could know of. */
export function readTusError(thrown: unknown): ProtocolError | null {
	if (thrown instanceof UploadRefusal) return thrown.refusal;
	const error = (thrown ?? {}) as { code?: string; status_code?: number; body?: string };
	if (DISK_FULL_CODES.includes(error.code ?? '')) return DISK_FULL;
	if (isSame(error, ERRORS.ABORTED) || error.status_code === 409) return OVERTAKEN;
	if (error.status_code === 404 || error.status_code === 410) return NO_SUCH_UPLOAD;
	const message = (error.body ?? '').trim();
	if (error.status_code === 413) return { code: 'too-large', message: `${message}. Announce the right size` };
	// Also what it does not support, which is its 501.
	const isTheirs = error.status_code !== undefined && (error.status_code < 500 || error.status_code === 501);
	return isTheirs ? { code: 'invalid', message } : null;
}
