/**
 * Why a socket was closed. 4400–4499 are final: trying again with the same request cannot help.
 * 4500–4599, 1001, 1006, 1011, 1012 and 1013 are transient: try again with back-off.
 */
export const CLOSE = {
	badFrame: 4400,
	unauthorized: 4401,
	revoked: 4403,
	notFound: 4404,
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

export const isFinalClose = (code: number): boolean => code >= 4400 && code <= 4499;
