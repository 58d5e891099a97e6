import { getConnInfo } from '@hono/node-server/conninfo';
import type { MiddlewareHandler } from 'hono';
import type { Clock } from '#lib/base/clock.ts';
import type { Log } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics/metrics.ts';
import type { ClientAddress } from './client-address.ts';

declare module 'hono' {
	interface ContextVariableMap {
		/** The log of this request: its entries carry the request's id. */
		log: Log;
		requestId: string;
	}
}

type Parts = {
	readonly clock: Clock;
	readonly log: Log;
	readonly metrics: Metrics;
	readonly addressOf: ClientAddress;
	readonly mintRequestId: () => string;
};

const REQUEST_ID = /^[\w.-]{1,64}$/;

/** Gives every request an id, in its log entries and in `X-Request-Id`; counts it; and writes it down at level debug. */
export function logRequests({ clock, log, metrics, addressOf, mintRequestId }: Parts): MiddlewareHandler {
	return async (context, next) => {
		const { req } = context;
		const peer = getConnInfo(context).remote.address;
		const proxied = addressOf(peer, req.header('x-forwarded-for')) !== addressOf(peer, undefined);
		const given = proxied ? (req.header('x-request-id') ?? '') : '';
		const request = REQUEST_ID.test(given) ? given : mintRequestId();
		const requestLog = log.with({ request });
		context.set('log', requestLog);
		context.set('requestId', request);
		const started = clock.now();
		await next();
		context.header('X-Request-Id', request);
		const { status } = context.res;
		const ms = clock.now() - started;
		metrics.addBy('http_requests_total', `${status < 300 ? 2 : status < 400 ? 3 : status < 500 ? 4 : 5}xx`);
		metrics.observe('http_seconds', ms / 1000);
		requestLog.debug('Answered', { method: req.method, path: req.path, status, ms });
	};
}
