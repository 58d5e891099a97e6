/** Every refusal on the line or over HTTP: a number, a code for programs, a message for people. */
export const ERROR_NUMBERS = {
	invalid: 1000,
	unauthorized: 1001,
	forbidden: 1002,
	'not-found': 1003,
	'rate-limited': 1004,
	server: 1005,
	unavailable: 1006,
	/** An update follows on others of its author that the server has not got: meet again by state vector. */
	gap: 1007,
	'too-large': 1008,
	/** The document was begun anew since this copy of it: the two must not be mixed. */
	epoch: 1009,
	/** The project has as many bytes of assets as it may. */
	quota: 1020,
	/** The server's disk is full. */
	'storage-full': 1021,
	/** Another request was faster: ask how things stand, and go on from there. */
	conflict: 1022,
	/** The bytes are not those that were announced. */
	mismatch: 1023,
	/** What was to be changed is not as it was when it was read: read it again. */
	stale: 1024,
} as const;

export type ErrorCode = keyof typeof ERROR_NUMBERS;

export type ProtocolError = {
	readonly code: ErrorCode;
	readonly message: string;
	/** Which part of what was sent is at fault, as `name` or `members.0.role`. */
	readonly field?: string;
	/** Seconds until trying again makes sense. */
	readonly retryAfter?: number;
};

export const ERROR_STATUS: Readonly<
	Record<ErrorCode, 400 | 401 | 403 | 404 | 409 | 412 | 413 | 422 | 429 | 500 | 503 | 507>
> = {
	invalid: 400,
	unauthorized: 401,
	forbidden: 403,
	'not-found': 404,
	'rate-limited': 429,
	server: 500,
	unavailable: 503,
	gap: 409,
	'too-large': 413,
	epoch: 409,
	quota: 507,
	'storage-full': 507,
	conflict: 409,
	mismatch: 422,
	stale: 412,
};
