import { createServer, type Server } from 'node:http';
import { describeCause, type Log } from '../log.ts';
import type { PrometheusMetrics } from './prometheus-metrics.ts';

/** A door of its own for `/metrics`, for a network only the host is in: it asks for no token. */
export function createMetricsServer(metrics: PrometheusMetrics, log: Log): Server {
	return createServer((request, response) => {
		const answer = (status: number, body: string, type = 'text/plain; charset=utf-8') =>
			response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body);
		const [path] = (request.url ?? '').split('?');
		if (path !== '/metrics' || request.method !== 'GET') return answer(404, 'Here is GET /metrics only\n');
		metrics.read().then(
			(text) => answer(200, text, metrics.contentType),
			(cause: unknown) => {
				log.error('The metrics cannot be read', { cause: describeCause(cause) });
				answer(500, 'The metrics cannot be read\n');
			},
		);
	});
}
