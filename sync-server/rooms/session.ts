import type { Clock } from '#lib/base/clock.ts';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import { MAX_DOCUMENT_BYTES } from '#lib/protocol/limits.ts';
import type { Log } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics/metrics.ts';
import { READ_ONLY, type AccessPort } from './access-port.ts';
import type { WriteOutcome } from './commit-queue.ts';
import type { Rooms } from './rooms.ts';

/** What every connection needs, of whichever protocol. */
export type SessionParts = {
	readonly rooms: Rooms;
	readonly access: AccessPort;
	/** Which beginning of a document counts. Rejects when the records cannot be read. */
	readonly epochOf: (address: DocumentAddress) => Promise<number>;
	readonly clock: Clock;
	readonly log: Log;
	readonly metrics: Metrics;
	readonly version: string;
	/** Unsent bytes behind which a client is cut off. */
	readonly backlogBytes: number;
	/** Largest update that is taken. */
	readonly updateBytes: number;
};

const RETRY_AFTER_S = 5;

export const UNAVAILABLE: ProtocolError = {
	code: 'unavailable',
	message: 'The server cannot store or read this document just now. Your edits stay on your device',
	retryAfter: RETRY_AFTER_S,
};
/** Why an update was not taken, for whoever wrote it. */
export const WRITE_REFUSALS: Readonly<Record<Exclude<WriteOutcome, 'durable'>, ProtocolError>> = {
	refused: READ_ONLY,
	failed: UNAVAILABLE,
	gap: { code: 'gap', message: 'The update follows on others that are not here. Open the document again' },
	'too-large': {
		code: 'too-large',
		message: `A document may have ${MAX_DOCUMENT_BYTES} bytes. What goes beyond stays on your device`,
	},
};
