import type { Context } from 'hono';
import { ERROR_NUMBERS, ERROR_STATUS, type ProtocolError } from '#lib/protocol/errors.ts';

/** Answers a refusal the way every program here expects it. */
export function refuse(context: Context, error: ProtocolError): Response {
	const { code, message, retryAfter } = error;
	if (retryAfter !== undefined) context.header('Retry-After', String(retryAfter));
	if (code === 'unauthorized') context.header('WWW-Authenticate', 'Bearer');
	const body = {
		number: ERROR_NUMBERS[code],
		code,
		message,
		...(retryAfter === undefined ? {} : { retryAfter }),
	};
	return context.json({ error: body }, ERROR_STATUS[code]);
}
