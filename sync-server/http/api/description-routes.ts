import { Hono } from 'hono';
import type { Endpoint } from '#lib/protocol/api/endpoint.ts';
import { API_PAGE_POLICY, renderApiPage } from './api-page.ts';
import { describeApi } from './openapi.ts';

/** What the API says of itself, for programs and for people; written when it is first asked for. */
export function descriptionRoutes(endpoints: readonly Endpoint[], version: string): Hono {
	const routes = new Hono();
	let description: string | null = null;
	let page: string | null = null;
	routes.get('/openapi.json', (context) => {
		description ??= JSON.stringify(describeApi(endpoints, version));
		return context.body(description, 200, { 'Content-Type': 'application/json' });
	});
	routes.get('/', (context) => {
		page ??= renderApiPage(endpoints, version);
		context.header('Content-Security-Policy', API_PAGE_POLICY);
		return context.html(page);
	});
	return routes;
}
