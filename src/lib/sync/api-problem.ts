import * as v from 'valibot';
import { ApiError } from '../protocol/api.ts';
import { ERROR_NUMBERS, ERROR_STATUS, type ErrorCode, type ProtocolError } from '../protocol/errors.ts';

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

/** What a refusing answer says; a proxy's page instead of our JSON is told by its status. */
export async function readApiRefusal(response: Response): Promise<ApiProblem> {
	try {
		const { code, message, field, retryAfter } = v.parse(ApiError, await response.json()).error;
		return {
			code: isErrorCode(code) ? code : codeOf(response.status),
			message,
			...(field !== undefined && { field }),
			...(retryAfter !== undefined && { retryAfter }),
		};
	} catch {
		const message = `The server refused with status ${response.status} and no reason`;
		return { code: codeOf(response.status), message };
	}
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_NUMBERS, code);

function codeOf(status: number): ErrorCode {
	const codes = Object.keys(ERROR_STATUS) as ErrorCode[];
	return codes.find((code) => ERROR_STATUS[code] === status) ?? (status >= 500 ? 'unavailable' : 'invalid');
}
