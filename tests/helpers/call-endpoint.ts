import { nanoid } from 'nanoid';
import type { Endpoint, RequestOf } from '#lib/protocol/api/endpoint.ts';

/** What came, as it is: tests look at it. */
export type CallAnswer = { readonly status: number; readonly body: Record<string, unknown> };

type Options = {
	/** The bearer: of an account, a link, a claim or the line; null: nobody. */
	readonly as: string | null;
	readonly key?: string;
};

/** Calls an endpoint of a server over HTTP. */
export async function callEndpoint<E extends Endpoint>(
	origin: string,
	declared: E,
	request: RequestOf<E>,
	{ as, key = nanoid(22) }: Options,
): Promise<CallAnswer> {
	const { params = {}, query = {}, body } = request as Partial<Record<string, object>>;
	let path: string = declared.path;
	for (const [name, value] of Object.entries(params)) path = path.replace(`:${name}`, String(value));
	const search = new URLSearchParams(query as Record<string, string>).toString();
	const answer = await fetch(`${origin}/api${path}${search && `?${search}`}`, {
		method: declared.method,
		headers: {
			...(as !== null && { Authorization: `Bearer ${as}` }),
			...(declared.method !== 'GET' && { 'Idempotency-Key': key }),
			...(body && { 'Content-Type': 'application/json' }),
		},
		...(body && { body: JSON.stringify(body) }),
	});
	const text = await answer.text();
	return { status: answer.status, body: (text ? JSON.parse(text) : {}) as Record<string, unknown> };
}
