import type { DatabaseSync } from 'node:sqlite';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, Handler } from 'hono';
import * as v from 'valibot';
import { err, ok, type Result } from '#lib/base/result.ts';
import { isChange, nameOf, needsKey, type Endpoint } from '#lib/protocol/api/endpoint.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import type { KeptAnswers, KeyedRequest } from '../../records/kept-answers.ts';
import type { RecordsContext, Route } from '../../records/module.ts';
import { limitKey, type ClientAddress } from '../client-address.ts';
import type { Allowance } from '../rate-limit.ts';
import { refuse } from '../refusals.ts';
import { admit, admitAgain, readAgain, readCaller, type Caller, type DoorPorts } from './admit.ts';
import type { Allowances } from './allowances.ts';
import { answerStream } from './answer-stream.ts';
import { entityTagOf, namesTag } from './entity-tag.ts';
import { readInput } from './read-input.ts';
import { RequestCall } from './request-call.ts';

export type ApiParts = DoorPorts &
	Pick<RecordsContext, 'audit' | 'clock'> & {
		readonly database: DatabaseSync;
		readonly kept: KeptAnswers;
		readonly allowances: Allowances;
		readonly addressOf: ClientAddress;
	};

const KEY = /^[\w-]{16,64}$/;
const KEY_WANTED: ProtocolError = {
	code: 'invalid',
	field: 'Idempotency-Key',
	message: 'Send an "Idempotency-Key" of 16 to 64 random letters, digits, "-" or "_", new for each change',
};
const NOT_GUARDED: ProtocolError = {
	code: 'invalid',
	field: 'If-Match',
	message: '"If-Match" means nothing to this request',
};

/** Answers one endpoint over HTTP: who it is, whether they may, what they sent, once, and in which words. */
export function serveEndpoint(route: Route, readable: Endpoint['answer'], parts: ApiParts): Handler {
	return async (context) => {
		const answer = await answerRequest(context, route, readable, parts);
		return answer.ok ? answer.value : refuse(context, answer.error);
	};
}

async function answerRequest(
	context: Context,
	{ endpoint, handle }: Route,
	readable: Endpoint['answer'],
	parts: ApiParts,
): Promise<Result<Response, ProtocolError>> {
	const address = addressOf(context, parts);
	const flood = limited(context, parts.allowances.spendOfAddress(address));
	if (flood) return err(flood);
	const first = await readCaller(context.req.header('authorization'), parts.identify);
	const busy = limited(
		context,
		parts.allowances.spend(endpoint.rate ?? 'default', first.who?.userId ?? address),
	);
	if (busy) return err(busy);
	const now = parts.clock.now();
	const requestId = context.get('requestId');
	const projectId = context.req.param('projectId');
	const refuseCaller = (caller: Caller, error: ProtocolError) => {
		auditRefusal(context, endpoint, caller, error, parts);
		return err(error);
	};
	const admitted = await admit(endpoint.needs, first, projectId, parts.projectRole);
	if (!admitted.ok) return refuseCaller(first, admitted.error);
	if (!endpoint.guarded && context.req.header('if-match') !== undefined) return err(NOT_GUARDED);
	const read = await readInput(context, endpoint);
	if (!read.ok) return read;
	// Whoever sends a body lets it come when they like: what they may is what they may by then.
	const caller = readAgain(first, parts.present);
	const projectRole = await admit(endpoint.needs, caller, projectId, parts.projectRole);
	if (!projectRole.ok) return refuseCaller(caller, projectRole.error);
	const keyed = readKey(context, endpoint, caller, read.value.text);
	if (!keyed.ok) return keyed;
	const known = { who: caller.who, projectRole: projectRole.value, now, requestId, address };
	const { database, kept, present } = parts;
	const mayStill = () =>
		admitAgain(endpoint.needs, caller, { projectId, projectRole: projectRole.value }, present);
	const request = new RequestCall({ context, database, kept, keyed: keyed.value, readable, known, mayStill });
	const earlier = request.findKept();
	if (!earlier.ok) return earlier;
	if (earlier.value) return ok(answer(context, endpoint, earlier.value.answer, request));
	const result = await handle(read.value.input, request.toCall());
	if (request.turnedAway) return refuseCaller(caller, request.turnedAway);
	if (!result.ok) return result;
	if (keyed.value && !request.committed)
		throw new Error(`${nameOf(endpoint)} made its change without "commit"`);
	return ok(answer(context, endpoint, result.value, request));
}

function addressOf(context: Context, { addressOf }: ApiParts): string {
	const peer = getConnInfo(context).remote.address;
	return limitKey(addressOf(peer, context.req.header('x-forwarded-for')));
}

/** Says in the answer's headers what is left, and why not when nothing is. */
function limited(context: Context, allowance: Allowance | null): ProtocolError | null {
	if (!allowance) return null;
	const { limit, remaining, reset, retryAfter } = allowance;
	context.header('RateLimit-Limit', String(limit));
	context.header('RateLimit-Remaining', String(remaining));
	context.header('RateLimit-Reset', String(reset));
	if (retryAfter === 0) return null;
	return { code: 'rate-limited', message: `Too many requests; wait ${retryAfter} s`, retryAfter };
}

// Only of people who are known: what anybody can send without an account would fill the log.
function auditRefusal(
	context: Context,
	endpoint: Endpoint,
	{ who }: Caller,
	error: ProtocolError,
	{ audit, clock }: ApiParts,
): void {
	if (!who || error.code !== 'forbidden') return;
	const projectId =
		typeof endpoint.needs === 'object' && 'project' in endpoint.needs && context.req.param('projectId');
	const subject = projectId ? `project:${projectId}` : 'server';
	const entry = { act: 'api.call', actor: who.userId, subject, outcome: 'refused' } as const;
	const call = { now: clock.now(), requestId: context.get('requestId') };
	audit({ ...entry, details: { endpoint: nameOf(endpoint) } }, call);
}

function readKey(
	context: Context,
	endpoint: Endpoint,
	{ who }: Caller,
	text: string,
): Result<KeyedRequest | null, ProtocolError> {
	if (!needsKey(endpoint)) return ok(null);
	const key = context.req.header('idempotency-key') ?? '';
	if (!KEY.test(key)) return err(KEY_WANTED);
	const { method, url } = context.req;
	const { pathname, search } = new URL(url);
	// Keys are random: somebody without an account needs no other name.
	const owner = who?.userId ?? '';
	return ok({ owner, key, content: JSON.stringify([method, pathname, search, text]) });
}

function answer(context: Context, endpoint: Endpoint, value: unknown, request: RequestCall): Response {
	if (request.repeated) context.header('Idempotency-Replayed', 'true');
	if (endpoint.streams) return answerStream(context, endpoint.streams, value as AsyncIterable<string>);
	if (!endpoint.answer) return context.body(null, 204);
	// What the endpoint does not name stays here, whatever a handler has in its hands.
	const content = v.parse(endpoint.answer, value);
	if (isChange(endpoint)) return context.json(content as object, endpoint.status ?? 200);
	const tag = entityTagOf(content);
	context.header('ETag', tag);
	const known = context.req.header('if-none-match');
	if (known !== undefined && namesTag(known, tag)) return context.body(null, 304);
	return context.json(content as object, endpoint.status ?? 200);
}
