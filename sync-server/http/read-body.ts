import type { Context } from 'hono';
import type * as v from 'valibot';
import { err, type Result } from '#lib/base/result.ts';
import { checkContent, readText } from './api/read-input.ts';
import { parseStrictJson } from './api/strict-json.ts';
import { refuseContentType, type InputRefusal } from './content-type.ts';

/** The request's JSON body, if it is what the schema says. */
export async function readBody<T>(
	context: Context,
	schema: v.GenericSchema<unknown, T>,
): Promise<Result<T, InputRefusal>> {
	const wrong = refuseContentType(context.req.header('content-type'), 'application/json');
	const text = await readText(context);
	if (!text.ok) return text;
	if (wrong) return err(wrong);
	const parsed = parseStrictJson(text.value);
	return parsed.ok ? checkContent(schema, parsed.value) : err(parsed.error);
}
