import type { IncomingMessage } from 'node:http';
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Clock } from '#lib/base/clock.ts';
import { PROTOCOL_VERSION } from '#lib/protocol/frames.ts';
import { describeCause, type Log } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics/metrics.ts';
import { assetRoutes } from '../records/assets/routes.ts';
import type { Uploads } from '../records/assets/uploads.ts';
import type { Access } from '../records/projects/access.ts';
import type { Projects } from '../records/projects/projects.ts';
import { projectRoutes } from '../records/projects/routes.ts';
import type { Registry } from '../records/registry.ts';
import type { Blobs } from '../storage/blobs.ts';
import { AddressLimit } from './address-limit.ts';
import { limitKey, type ClientAddress } from './client-address.ts';
import { healthRoutes, type HealthParts } from './health-routes.ts';
import type { OriginCheck } from './origin.ts';
import { descriptionRoutes } from './api/description-routes.ts';
import { refuse } from './refusals.ts';
import { logRequests } from './request-log.ts';
import { apiHeaders, securityHeaders } from './security-headers.ts';
import type { StaticFiles } from './static-files.ts';

export type AppParts = {
	readonly projects: Projects;
	readonly access: Access;
	readonly blobs: Blobs;
	readonly uploads: Uploads;
	readonly records: Registry;
	readonly pages: StaticFiles;
	readonly clock: Clock;
	readonly log: Log;
	readonly version: string;
	/** Registrations and link changes a minute, per address and per token. */
	readonly changesPerMinute: number;
	readonly allowsOrigin: OriginCheck;
	readonly addressOf: ClientAddress;
	readonly metrics: Metrics;
	readonly mintRequestId: () => string;
	readonly health: HealthParts;
};

const MAX_JSON_BYTES = 1024 * 1024;

/** All that is spoken over HTTP: the API, and the app itself. */
export function createApp(parts: AppParts): Hono {
	const app = new Hono();
	app.use(logRequests(parts));
	app.use(securityHeaders);
	app.use('/api/*', apiHeaders);
	app.use(refuseForeignPages(parts.allowsOrigin));
	app.route('/', healthRoutes(parts.health));
	app.get('/api/version', (context) =>
		context.json({
			name: 'rastudios',
			version: parts.version,
			protocol: PROTOCOL_VERSION,
			modules: parts.records.flags,
		}),
	);
	const limitBody = bodyLimit({
		maxSize: MAX_JSON_BYTES,
		onError: (context) =>
			refuse(context, { code: 'too-large', message: `The request body may have ${MAX_JSON_BYTES} bytes` }),
	});
	const limitRate = limitChanges(new AddressLimit(parts.changesPerMinute, parts.clock), parts.addressOf);
	app.route('/api/projects', projectRoutes(parts, { limitBody, limitRate }));
	app.route('/api/projects', assetRoutes(parts, { limitBody }));
	parts.records.mount(app);
	app.route('/api', descriptionRoutes(parts.records.endpoints, parts.version));
	app.all('/api/*', (context) => refuse(context, { code: 'not-found', message: 'There is no such API' }));
	app.on(['GET', 'HEAD'], '*', (context) => parts.pages.serve(context.req.raw));
	app.all('*', (context) => context.text('Only GET and HEAD work here\n', 405, { Allow: 'GET, HEAD' }));
	app.onError((cause, context) => {
		if (isGone(context)) context.get('log').debug('Whoever asked was gone before they had asked');
		else
			context.get('log').error('A request failed', {
				method: context.req.method,
				path: context.req.path,
				cause: describeCause(cause),
			});
		const message = 'The server could not do this just now. Nothing was changed; try again';
		return refuse(context, { code: 'unavailable', message, retryAfter: 5 });
	});
	return app;
}

/** Whether the request broke off: nobody reads the answer, and nothing failed here. */
function isGone({ env }: Context): boolean {
	const { incoming } = env as { readonly incoming?: IncomingMessage };
	return incoming !== undefined && incoming.destroyed && !incoming.complete;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

function refuseForeignPages(allowsOrigin: OriginCheck): MiddlewareHandler {
	return async (context, next) => {
		const { req } = context;
		const origin = req.header('origin');
		if (SAFE_METHODS.has(req.method) || allowsOrigin(origin, req.header('host'))) return next();
		return refuse(context, {
			code: 'forbidden',
			message: `Pages of ${origin ?? 'no origin'} may not change anything here`,
		});
	};
}

function limitChanges(limit: AddressLimit, addressOf: ClientAddress): MiddlewareHandler {
	return async (context, next) => {
		if (SAFE_METHODS.has(context.req.method)) return next();
		const peer = getConnInfo(context).remote.address;
		const address = limitKey(addressOf(peer, context.req.header('x-forwarded-for')));
		// Who registers has no token yet: one sent all the same would be a fresh allowance each time.
		const token =
			context.req.param('projectId') === undefined ? undefined : context.req.header('authorization');
		const key = token === undefined ? address : `token ${token}`;
		const retryAfter = limit.take(key);
		if (retryAfter === 0) return next();
		return refuse(context, {
			code: 'rate-limited',
			message: `Too many changes; wait ${retryAfter} s`,
			retryAfter,
		});
	};
}
