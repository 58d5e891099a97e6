import type { ErrorCode, ProtocolError } from '../protocol/errors.ts';

/**
 * Why a call gave nothing: the server's own reason, or one of the way to it: no network, no answer in time, an answer
 * that makes no sense, nobody signed in whose token could be sent, or the caller gave it up.
 */
export type ApiProblem = Omit<ProtocolError, 'code'> & {
	readonly code: ErrorCode | 'unreachable' | 'timeout' | 'answer' | 'signed-out' | 'aborted';
};

const PASSING = new Set<ApiProblem['code']>([
	'unreachable',
	'timeout',
	'answer',
	'rate-limited',
	'server',
	'unavailable',
	'storage-full',
]);

/** Whether the same request may succeed later without anybody doing anything. */
export const mayPass = ({ code }: Pick<ApiProblem, 'code'>): boolean => PASSING.has(code);

/** Thrown into a request that takes too long. */
export class NotAnswered extends Error {}

/** Why a request got no answer. */
export function explainSilence(cause: unknown, signal: AbortSignal | undefined): ApiProblem {
	if (cause instanceof NotAnswered) return { code: 'timeout', message: cause.message };
	if (signal?.aborted) return { code: 'aborted', message: 'The request was given up' };
	const why = cause instanceof Error ? cause.message : String(cause);
	return { code: 'unreachable', message: `The server cannot be reached (${why})` };
}
