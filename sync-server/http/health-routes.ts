import { createHash, timingSafeEqual } from 'node:crypto';
import { Hono, type Context } from 'hono';
import type { UnreadyReason } from '../ops/readiness.ts';

/** What the server says about itself to who runs it. */
export type HealthParts = {
	/** What speaks against sending work here. */
	readonly unreadyReasons: () => readonly UnreadyReason[];
	/** The counters as text, for who has the token; null when nobody may have them here. */
	readonly metrics: MetricsPage | null;
};

export type MetricsPage = {
	readonly token: string;
	readonly contentType: string;
	read(): Promise<string>;
};

/** `/healthz`, `/readyz` and `/metrics`. */
export function healthRoutes({ unreadyReasons, metrics }: HealthParts): Hono {
	const routes = new Hono();

	// Alive is whoever answers: a failing store is no reason to be killed, with everybody's connection.
	routes.get('/healthz', (context) => {
		context.header('Cache-Control', 'no-store');
		return context.json({ status: 'ok' });
	});

	routes.get('/readyz', (context) => {
		context.header('Cache-Control', 'no-store');
		const reasons = unreadyReasons();
		if (reasons.length === 0) return context.json({ status: 'ready' });
		return context.json({ status: 'not ready', reasons }, 503);
	});

	routes.get('/metrics', async (context) => {
		context.header('Cache-Control', 'no-store');
		if (!metrics) {
			return context.text('Not served here. See "Metrics" in docs/operations.md\n', 404);
		}
		if (!isBearerOf(context, metrics.token)) {
			context.header('WWW-Authenticate', 'Bearer');
			return context.text('Send the metrics token as "Authorization: Bearer <token>"\n', 401);
		}
		context.header('Content-Type', metrics.contentType);
		return context.body(await metrics.read());
	});

	return routes;
}

function isBearerOf(context: Context, token: string): boolean {
	const [, sent = ''] = /^Bearer (\S+)$/i.exec(context.req.header('authorization') ?? '') ?? [];
	// Hashed, so that neither length nor time tells anything.
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(sent), digest(token));
}
