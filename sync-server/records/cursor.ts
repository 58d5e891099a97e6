import * as v from 'valibot';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';

/** Where a list goes on, opaque to whoever hands it back. */
export const formatCursor = (place: readonly (string | number)[]): string =>
	Buffer.from(JSON.stringify(place)).toString('base64url');

/** The place a cursor names, if it is one that this list could have given. */
export function parseCursor<T>(text: string, place: v.GenericSchema<unknown, T>): Result<T, ProtocolError> {
	let written: unknown;
	try {
		written = JSON.parse(Buffer.from(text, 'base64url').toString());
	} catch {
		return err(NO_CURSOR);
	}
	const parsed = v.safeParse(place, written);
	return parsed.success ? ok(parsed.output) : err(NO_CURSOR);
}

const NO_CURSOR: ProtocolError = {
	code: 'invalid',
	field: 'cursor',
	message: 'This cursor is not one of this list. Begin again without it',
};
