/** Every refusal on the line or over HTTP: a number, a code for programs, a message for people. */
export const ERROR_NUMBERS = {
	invalid: 1000,
	unauthorized: 1001,
	forbidden: 1002,
	'not-found': 1003,
	'rate-limited': 1004,
	server: 1005,
	unavailable: 1006,
} as const;

export type ErrorCode = keyof typeof ERROR_NUMBERS;

export type ProtocolError = {
	readonly code: ErrorCode;
	readonly message: string;
	/** Seconds until trying again makes sense. */
	readonly retryAfter?: number;
};

export const ERROR_STATUS: Readonly<Record<ErrorCode, 400 | 401 | 403 | 404 | 429 | 500 | 503>> = {
	invalid: 400,
	unauthorized: 401,
	forbidden: 403,
	'not-found': 404,
	'rate-limited': 429,
	server: 500,
	unavailable: 503,
};
