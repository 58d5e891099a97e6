import * as v from 'valibot';
import { ApiError } from '../protocol/api.ts';
import { ERROR_NUMBERS, ERROR_STATUS, type ErrorCode } from '../protocol/errors.ts';
import type { ApiProblem } from './api-problem.ts';

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
