import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Clock } from '#lib/base/clock.ts';
import { createApp } from './http/app.ts';
import { StaticFiles } from './http/static-files.ts';
import { describeCause, type Log } from './ops/log.ts';
import { StartError } from './ops/start-error.ts';
import { Access } from './records/projects/access.ts';
import { Projects } from './records/projects/projects.ts';
import { CommitQueue } from './rooms/commit-queue.ts';
import { LineServer } from './rooms/line-server.ts';
import { Rooms } from './rooms/rooms.ts';
import type { Storage } from './storage/open-storage.ts';

export type SyncServerDeps = {
	/** Used, not owned: whoever opened it closes it after the server. */
	readonly storage: Storage;
	readonly clock: Clock;
	readonly log: Log;
	/** The built app. */
	readonly buildDir: string;
	readonly version: string;
	readonly limits?: Partial<ServerLimits>;
};

export type ServerLimits = {
	/** Registrations and link changes a minute, per address and per token. */
	readonly changesPerMinute: number;
	/** Unsent bytes behind which a client is cut off; it catches up by its state vector when it returns. */
	readonly backlogBytes: number;
};

const DEFAULT_LIMITS: ServerLimits = { changesPerMinute: 60, backlogBytes: 32 * 1024 * 1024 };

export type SyncServer = {
	/** Starts taking connections and says on which port. Throws `StartError` when it cannot. */
	listen(port: number, host: string): Promise<number>;
	/** Takes no more, sends everybody away, and returns when all they sent is stored. */
	close(): Promise<void>;
	readonly connections: number;
	/** Documents open just now. */
	readonly openRooms: number;
};

// Long enough for 200 MB over a slow line, short enough that no request hangs for ever.
const REQUEST_TIMEOUT_MS = 30 * 60_000;

/** The whole server as a value: the app's files, the API and the line. */
export function createSyncServer(deps: SyncServerDeps): SyncServer {
	const { storage, clock, log, version } = deps;
	const { changesPerMinute, backlogBytes } = { ...DEFAULT_LIMITS, ...deps.limits };
	const access = new Access(storage.tokens, storage.projects);
	const projects = new Projects({ records: storage.projects, tokens: storage.tokens, access, clock });
	const commits = new CommitQueue({ documents: storage.documents, clock, log });
	const rooms = new Rooms({ documents: storage.documents, commits, clock, log });
	const line = new LineServer({ rooms, access, clock, log, version, backlogBytes });
	let closing = false;
	const app = createApp({
		projects,
		access,
		blobs: storage.blobs,
		pages: new StaticFiles(deps.buildDir),
		clock,
		log,
		version,
		changesPerMinute,
		checkHealth() {
			if (closing) throw new Error('The server is shutting down');
			storage.check();
		},
	});
	const handle = getRequestListener(app.fetch);
	const http = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
		// Never rejects: Hono's own error handler answers.
		void handle(request, response);
	});
	http.on('upgrade', (request, socket, head) => line.upgrade(request, socket, head));

	return {
		listen: (port, host) => listen(http, port, host),
		async close() {
			closing = true;
			const closed = new Promise((resolve) => http.close(resolve));
			http.closeIdleConnections();
			await line.close();
			await commits.settled();
			http.closeAllConnections();
			await closed;
		},
		get connections() {
			return line.connections;
		},
		get openRooms() {
			return rooms.size;
		},
	};
}

function listen(http: Server, port: number, host: string): Promise<number> {
	return new Promise((resolve, reject) => {
		http.once('error', (cause: NodeJS.ErrnoException) => {
			const taken = cause.code === 'EADDRINUSE';
			const why = taken ? 'is used by another program' : `cannot be used (${describeCause(cause)})`;
			reject(
				new StartError(
					`Port ${port} on ${host} ${why}. Set ${taken ? 'PORT to another port' : 'PORT and HOST to others'}.`,
				),
			);
		});
		http.listen(port, host, () => resolve((http.address() as AddressInfo).port));
	});
}
