import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Clock } from '#lib/base/clock.ts';
import { PROTOCOL_VERSION } from '#lib/protocol/frames.ts';
import { describeCause, type Log } from '../ops/log.ts';
import { assetRoutes } from '../records/assets/routes.ts';
import type { Access } from '../records/projects/access.ts';
import type { Projects } from '../records/projects/projects.ts';
import { projectRoutes } from '../records/projects/routes.ts';
import type { Blobs } from '../storage/blobs.ts';
import { isSameOrigin } from './origin.ts';
import { RateLimit } from './rate-limit.ts';
import { refuse } from './refusals.ts';
import { apiHeaders, securityHeaders } from './security-headers.ts';
import type { StaticFiles } from './static-files.ts';

export type AppParts = {
	readonly projects: Projects;
	readonly access: Access;
	readonly blobs: Blobs;
	readonly pages: StaticFiles;
	readonly clock: Clock;
	readonly log: Log;
	readonly version: string;
	/** Registrations and link changes a minute, per address and per token. */
	readonly changesPerMinute: number;
	/** Throws when the server cannot do its work. */
	readonly checkHealth: () => void;
};

const MAX_JSON_BYTES = 1024 * 1024;

/** All that is spoken over HTTP: the API, and the app itself. */
export function createApp(parts: AppParts): Hono {
	const app = new Hono();
	app.use(securityHeaders);
	app.use('/api/*', apiHeaders);
	app.use(refuseForeignPages);
	app.get('/healthz', (context) => answerHealth(context, parts));
	app.get('/api/version', (context) =>
		context.json({ name: 'rastudios', version: parts.version, protocol: PROTOCOL_VERSION }),
	);
	const limitBody = bodyLimit({
		maxSize: MAX_JSON_BYTES,
		onError: (context) =>
			refuse(context, { code: 'invalid', message: `The request body may have ${MAX_JSON_BYTES} bytes` }),
	});
	const limitRate = limitChanges(new RateLimit(parts.changesPerMinute, parts.clock));
	app.route('/api/projects', projectRoutes(parts, { limitBody, limitRate }));
	app.route('/api/projects', assetRoutes(parts, { limitBody }));
	app.all('/api/*', (context) => refuse(context, { code: 'not-found', message: 'There is no such API' }));
	app.on(['GET', 'HEAD'], '*', (context) => parts.pages.serve(context.req.raw));
	app.all('*', (context) => context.text('Only GET and HEAD work here\n', 405, { Allow: 'GET, HEAD' }));
	app.onError((cause, context) => {
		parts.log.error('A request failed', {
			method: context.req.method,
			path: context.req.path,
			cause: describeCause(cause),
		});
		const message = 'The server could not do this just now. Nothing was changed; try again';
		return refuse(context, { code: 'unavailable', message, retryAfter: 5 });
	});
	return app;
}

function answerHealth(context: Context, { checkHealth }: AppParts): Response {
	context.header('Cache-Control', 'no-store');
	try {
		checkHealth();
		return context.json({ status: 'ok' });
	} catch (cause) {
		return context.json({ status: 'unavailable', reason: describeCause(cause) }, 503);
	}
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

const refuseForeignPages: MiddlewareHandler = async (context, next) => {
	const { req } = context;
	if (SAFE_METHODS.has(req.method) || isSameOrigin(req.header('origin'), req.header('host'))) return next();
	return refuse(context, {
		code: 'forbidden',
		message: `Pages of ${req.header('origin')} may not change anything here`,
	});
};

function limitChanges(limit: RateLimit): MiddlewareHandler {
	return async (context, next) => {
		if (SAFE_METHODS.has(context.req.method)) return next();
		const address = getConnInfo(context).remote.address ?? '';
		// Who registers has no token yet: one sent all the same would be a fresh allowance each time.
		const token =
			context.req.param('projectId') === undefined ? undefined : context.req.header('authorization');
		const key = token ?? address;
		const retryAfter = limit.take(key);
		if (retryAfter === 0) return next();
		return refuse(context, {
			code: 'rate-limited',
			message: `Too many changes; wait ${retryAfter} s`,
			retryAfter,
		});
	};
}
