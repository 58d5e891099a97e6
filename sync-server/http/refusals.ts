import type { Context } from 'hono';
import { ERROR_NUMBERS, ERROR_STATUS } from '#lib/protocol/errors.ts';
import type { InputRefusal } from './content-type.ts';

/** Answers a refusal the way every program here expects it. */
export function refuse(context: Context, error: InputRefusal): Response {
	const { code, message, field, retryAfter, status } = error;
	if (retryAfter !== undefined) context.header('Retry-After', String(retryAfter));
	if (code === 'unauthorized') context.header('WWW-Authenticate', 'Bearer');
	const body = {
		number: ERROR_NUMBERS[code],
		code,
		...(field === undefined ? {} : { field }),
		message,
		...(retryAfter === undefined ? {} : { retryAfter }),
	};
	return context.json({ error: body }, status ?? ERROR_STATUS[code]);
}
