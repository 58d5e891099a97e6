import * as v from 'valibot';
import { ApiError } from '../protocol/api.ts';
import { ERROR_NUMBERS, ERROR_STATUS, type ErrorCode } from '../protocol/errors.ts';
import type { ProjectsProblem } from './projects-problem.ts';

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

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_NUMBERS, code);
