import { createConnection } from '../sync/connection.ts';
import { browserHints } from '../sync/hints.ts';
import { createProjectsClient } from '../sync/projects-client.ts';
import { openWebSocket } from '../sync/web-socket-adapter.ts';
import type { DeviceParts, Membership, StudioParts } from './parts.ts';

/** Adds the way to the server this page came from. Nothing is sent before a shared project is open. */
export function openLine(window: Window, parts: DeviceParts, membership: Membership): StudioParts {
	const { origin, protocol, host } = window.location;
	const { identity, clock, random } = parts;
	const connection = createConnection({
		url: `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/sync`,
		client: identity.id,
		clock,
		random,
		openSocket: openWebSocket,
		hints: browserHints(window),
	});
	const projects = createProjectsClient({ origin, fetch: (url, init) => window.fetch(url, init), clock });
	return { ...parts, connection, projects, membership };
}
