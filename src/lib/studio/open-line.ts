import type { Clock } from '../base/clock.ts';
import { createConnection } from '../sync/connection.ts';
import { browserHints } from '../sync/hints.ts';
import { createProjectsClient } from '../sync/projects-client.ts';
import { openWebSocket } from '../sync/web-socket-adapter.ts';
import type { DeviceParts } from './parts.ts';

/** The line to the server this page came from. Nothing is sent before a shared project is open. */
export function openLine(window: Window, { identity, clock, random }: DeviceParts) {
	const { protocol, host } = window.location;
	return createConnection({
		url: `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/sync`,
		client: identity.id,
		clock,
		random,
		openSocket: openWebSocket,
		hints: browserHints(window),
	});
}

export function openProjects(window: Window, clock: Clock) {
	const { origin } = window.location;
	return createProjectsClient({ origin, fetch: (url, init) => window.fetch(url, init), clock });
}
