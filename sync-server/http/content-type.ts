import type { ProtocolError } from '#lib/protocol/errors.ts';

/** A refusal with a status that says more than its code's own. */
export type InputRefusal = ProtocolError & { readonly status?: 415 };

/** Null when a body is sent as what it has to be; charsets and the like say nothing more. */
export function refuseContentType(sent: string | null | undefined, wanted: string): InputRefusal | null {
	const [type = ''] = (sent ?? '').split(';');
	if (type.trim().toLowerCase() === wanted) return null;
	const message = `Send the body as "Content-Type: ${wanted}"`;
	return { code: 'invalid', field: 'Content-Type', message, status: 415 };
}
