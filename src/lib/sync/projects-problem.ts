import { err, type Result } from '../base/result.ts';
import type { ErrorCode } from '../protocol/errors.ts';

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
