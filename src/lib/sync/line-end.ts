import { CLOSE, isFinalClose, parseRestart } from '../protocol/close-codes.ts';

/** What the end of a line means for the next one. */
export type LineEnd =
	| { readonly kind: 'refused'; readonly code: number; readonly message: string }
	/** `leastAttempt`: where on the back-off to go on, at least. `spreadMs`: over how long to spread the next try. */
	| {
			readonly kind: 'lost';
			readonly reason: string;
			readonly leastAttempt: number;
			readonly spreadMs: number;
			readonly restarting: boolean;
	  };

/** A full server is not asked again at once. */
const CROWDED_ATTEMPT = 3;
/** WebSocket's own "message too big": sending it again cannot help. */
const MESSAGE_TOO_BIG = 1009;

export const isAboutTokens = (code: number): boolean => code === CLOSE.unauthorized || code === CLOSE.revoked;

/**
 * Reads a close code. With token trouble on the line, a close about tokens is not final: the server may have
 * closed over one project's token while we hold others it would take.
 */
export function readLineEnd(code: number, reason: string, hadTokenTrouble: boolean): LineEnd {
	const overOneToken = isAboutTokens(code) && hadTokenTrouble;
	if ((isFinalClose(code) && !overOneToken) || code === MESSAGE_TOO_BIG) {
		const message = reason === '' ? `The server closed the connection for good (${code})` : reason;
		return { kind: 'refused', code, message };
	}
	const restarting = code === CLOSE.restarting;
	const leastAttempt = code === CLOSE.tooManyConnections ? CROWDED_ATTEMPT : 0;
	const spreadMs = restarting ? parseRestart(reason) * 1000 : 0;
	const lost = reason === '' ? `The connection was lost (${code})` : reason;
	return { kind: 'lost', reason: lost, leastAttempt, spreadMs, restarting };
}
