import * as v from 'valibot';
import { err, type Result } from '../base/result.ts';
import { ApiError } from '../protocol/api.ts';
import { ERROR_NUMBERS, ERROR_STATUS, type ErrorCode } from '../protocol/errors.ts';

/**
 * Why the server did not do what it was asked: its own reason, or `unreachable`, `timeout`, an `answer` that
 * makes no sense, `damaged` bytes.
 */
export type ProjectsProblem = {
	readonly reason: ErrorCode | 'unreachable' | 'timeout' | 'answer' | 'damaged';
	readonly message: string;
	/** Seconds. */
	readonly retryAfter?: number;
};

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_NUMBERS, code);

export function problem(reason: ProjectsProblem['reason'], message: string): Result<never, ProjectsProblem> {
	return err({ reason, message });
}

const LASTING = new Set<ProjectsProblem['reason']>([
	'invalid',
	'unauthorized',
	'forbidden',
	'too-large',
	'epoch',
	'quota',
]);

/** Whether the same request may succeed later without anybody doing anything. */
export const isPassing = ({ reason }: ProjectsProblem): boolean => !LASTING.has(reason);

/** Thrown into a request that takes too long. */
export class TimedOut extends Error {
	constructor(afterMs: number) {
		super(`The server did not answer within ${Math.round(afterMs / 1000)} s`);
	}
}

/** Why a request got no answer. */
export function explainCause(cause: unknown): ProjectsProblem {
	if (cause instanceof TimedOut) return { reason: 'timeout', message: cause.message };
	const why = cause instanceof Error ? cause.message : String(cause);
	return {
		reason: 'unreachable',
		message: `The server cannot be reached (${why}). Check the network and try again`,
	};
}

/** What a refusing answer says; a proxy's page instead of our JSON is told by its status. */
export async function readRefusal(response: Response): Promise<ProjectsProblem> {
	try {
		const { error } = v.parse(ApiError, await response.json());
		const reason = isErrorCode(error.code) ? error.code : reasonOf(response.status);
		const { message, retryAfter } = error;
		return retryAfter === undefined ? { reason, message } : { reason, message, retryAfter };
	} catch {
		const message = `The server refused with status ${response.status} and no reason`;
		return { reason: reasonOf(response.status), message };
	}
}

function reasonOf(status: number): ErrorCode {
	const codes = Object.keys(ERROR_STATUS) as ErrorCode[];
	const exact = codes.find((code) => ERROR_STATUS[code] === status);
	return exact ?? (status >= 500 ? 'unavailable' : 'invalid');
}
