import type { Context } from 'hono';
import * as v from 'valibot';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';

/** The request's JSON body, if it is what the schema says. */
export async function readBody<T>(
	context: Context,
	schema: v.GenericSchema<unknown, T>,
): Promise<Result<T, ProtocolError>> {
	const text = await context.req.text();
	let body: unknown;
	try {
		body = JSON.parse(text);
	} catch {
		return err({ code: 'invalid', message: 'The request body must be JSON' });
	}
	const parsed = v.safeParse(schema, body);
	if (parsed.success) return ok(parsed.output);
	const [issue] = parsed.issues;
	const path = v.getDotPath(issue);
	return err({ code: 'invalid', message: path ? `"${path}": ${issue.message}` : issue.message });
}
