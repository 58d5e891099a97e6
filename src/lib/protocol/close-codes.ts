/**
 * Why a socket was closed. 4400–4499 are final: trying again with the same request cannot help.
 * 4500–4599, 1001, 1006, 1011, 1012 and 1013 are transient: try again with back-off.
 */
export const CLOSE = {
	badFrame: 4400,
	unauthorized: 4401,
	revoked: 4403,
	notFound: 4404,
	/** A document begun anew, for clients that cannot say which beginning they hold (stock clients). */
	epoch: 4409,
	frameTooLarge: 4413,
	protocolTooOld: 4426,
	protocolTooNew: 4427,
	restarting: 4500,
	slowConsumer: 4508,
	storageFailed: 4507,
	goingAway: 1001,
	tooManyConnections: 1013,
} as const;

export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];

/** Seconds after which everybody who was sent away has tried to come back. */
export const MAX_RETURN_S = 15;

/** What a server says that goes: within how many seconds its clients should spread their return. */
export const formatRestart = (seconds: number): string =>
	`The server restarts: come back within ${seconds} s`;

/** The seconds of `formatRestart`; 1 when the reason names none that make sense. */
export function parseRestart(reason: string): number {
	const [, seconds = '1'] = /within (\d{1,2}) s$/.exec(reason) ?? [];
	return Math.min(MAX_RETURN_S, Math.max(1, Number(seconds)));
}

export const isFinalClose = (code: number): boolean => code >= 4400 && code <= 4499;
