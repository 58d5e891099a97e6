import type { Context } from 'hono';
import * as v from 'valibot';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { Endpoint, InputOf } from '#lib/protocol/api/endpoint.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import { refuseContentType, type InputRefusal } from '../content-type.ts';
import { parseStrictJson } from './strict-json.ts';

/** Bytes that the body of a request may have. */
export const MAX_BODY_BYTES = 64 * 1024;

/** A request as its endpoint's handler gets it. */
export type ReadRequest = {
	readonly input: InputOf<Endpoint>;
	/** The body as it was sent. */
	readonly text: string;
};

/** Reads params, query and body of a request, if they are what the endpoint says. */
export async function readInput(
	context: Context,
	{ params, query, body }: Endpoint,
): Promise<Result<ReadRequest, InputRefusal>> {
	const path = check(params, context.req.param());
	if (!path.ok) return path;
	const asked = readQuery(context);
	if (!asked.ok) return asked;
	const search = check(query ?? v.strictObject({}), asked.value);
	if (!search.ok) return search;
	const text = await readText(context);
	if (!text.ok) return text;
	const content = body ? readBody(context, body, text.value) : refuseBody(text.value);
	if (!content.ok) return content;
	const input = { params: path.value, query: query && search.value, body: content.value };
	// The schemas made these: that they are what the handler was declared with is `implement`'s promise.
	return ok({ input: input as InputOf<Endpoint>, text: text.value });
}

function readQuery(context: Context): Result<Readonly<Record<string, string>>, ProtocolError> {
	const entries = new Map<string, string>();
	for (const [key, value] of new URL(context.req.url).searchParams) {
		if (entries.has(key) || key in Object.prototype) {
			return err({
				code: 'invalid',
				field: key,
				message: `"${key}" can stand once in the address, if at all`,
			});
		}
		entries.set(key, value);
	}
	return ok(Object.fromEntries(entries));
}

/** The body of a request as text. */
export async function readText({ req }: Context): Promise<Result<string, ProtocolError>> {
	if (req.method === 'GET') return ok('');
	try {
		// Text that is no UTF-8 is refused: anything put in its place would be kept as if it had been sent.
		return ok(new TextDecoder('utf-8', { fatal: true }).decode(await req.arrayBuffer()));
	} catch (cause) {
		if (!(cause instanceof TypeError)) throw cause;
		return err({ code: 'invalid', message: 'The request body must be UTF-8' });
	}
}

function readBody(context: Context, schema: v.GenericSchema, text: string): Result<unknown, InputRefusal> {
	const wrong = refuseContentType(context.req.header('content-type'), 'application/json');
	if (wrong) return err(wrong);
	const parsed = parseStrictJson(text);
	return parsed.ok ? check(schema, parsed.value) : parsed;
}

function refuseBody(text: string): Result<undefined, ProtocolError> {
	return text === '' ? ok(undefined) : err({ code: 'invalid', message: 'This request takes no body' });
}

const NO_OBJECT: ProtocolError = { code: 'invalid', message: 'This must be an object, and is a list' };

const check = (schema: v.GenericSchema | undefined, value: unknown): Result<unknown, ProtocolError> =>
	schema ? checkContent(schema, value) : ok(undefined);

/** What the schema makes of it, or which field is not what it should be. */
export function checkContent<T>(
	schema: v.GenericSchema<unknown, T>,
	value: unknown,
): Result<T, ProtocolError> {
	// To valibot a list is an object that has none of the keys, which may all be optional.
	if (schema.type === 'strict_object' && Array.isArray(value)) return err(NO_OBJECT);
	const parsed = v.safeParse(schema, value);
	if (parsed.success) return ok(parsed.output);
	const [issue] = parsed.issues;
	const field = v.getDotPath(issue);
	if (!field) return err({ code: 'invalid', message: describeIssue(issue) });
	return err({ code: 'invalid', field, message: `"${field}": ${describeIssue(issue)}` });
}

function describeIssue({ type, expected, message }: v.BaseIssue<unknown>): string {
	if (type === 'strict_object' && expected === 'never') return 'is not known here';
	if (type === 'strict_object' && expected?.startsWith('"')) return 'is missing';
	// What was received may be a secret, and whoever sent it knows it.
	return message.replace(/ but received .*$/s, '');
}
