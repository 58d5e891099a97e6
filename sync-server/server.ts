import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { nanoid } from 'nanoid';
import type { Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import type { Bus } from './bus/bus.ts';
import { Instances } from './bus/instances.ts';
import type { ModuleSettings } from './config/kinds.ts';
import { SETTINGS, type ServerConfig } from './config/settings.ts';
import { Admission } from './http/admission.ts';
import { createApp } from './http/app.ts';
import { createClientAddress } from './http/client-address.ts';
import type { MetricsPage } from './http/health-routes.ts';
import { limitConnections } from './http/http-places.ts';
import { listen } from './http/listen.ts';
import { hangUpWhenSlow } from './http/slow-bodies.ts';
import { createOriginCheck } from './http/origin.ts';
import { StaticFiles } from './http/static-files.ts';
import type { Log } from './ops/log.ts';
import { meterMerger, meterStorage } from './ops/metrics/metered-ports.ts';
import { noMetrics, type Metrics } from './ops/metrics/metrics.ts';
import { Readiness } from './ops/readiness.ts';
import { liveDocuments } from './records/admin/live-documents.ts';
import { noteChanges, ProjectActivity } from './records/admin/project-activity.ts';
import { AssetGarbage } from './records/assets/asset-garbage.ts';
import { keepAssetsTidy } from './records/assets/asset-upkeep.ts';
import { Uploads } from './records/assets/uploads.ts';
import { Access } from './records/projects/access.ts';
import { Projects } from './records/projects/projects.ts';
import type { Rates } from './http/api/allowances.ts';
import type { ModuleParts, Modules } from './records/modules.ts';
import { openRecords } from './records/open-records.ts';
import { createRecordsContext } from './records/records-context.ts';
import { CommitQueue } from './rooms/commit-queue.ts';
import { LineServer, type ConnectRefusal, type ConnectRequest } from './rooms/line-server.ts';
import type { Merger } from './rooms/merger.ts';
import { Rooms } from './rooms/rooms.ts';
import type { ServerSocket } from './rooms/server-socket.ts';
import { WorkerMerger } from './rooms/worker-merger.ts';
import type { Storage } from './storage/open-storage.ts';
import type { ProjectRecords } from './storage/project-records.ts';

export type SyncServerDeps = {
	/** Used, not owned: whoever opened it closes it after the server. */
	readonly storage: Storage;
	readonly clock: Clock;
	readonly log: Log;
	/** The built app. */
	readonly buildDir: string;
	readonly version: string;
	/** Where large documents are merged; a thread of its own unless told otherwise. Closed with the server. */
	readonly merger?: Merger;
	/** What tells this instance of the others that serve the same storage; none when it is the only one. */
	readonly bus?: Bus;
	/** Updates behind a snapshot that make a new one worth its while. */
	readonly tailRows?: number;
	readonly limits?: Partial<ServerLimits>;
	readonly metrics?: Metrics;
	/** The counters for who has the token. */
	readonly metricsPage?: MetricsPage;
	/** Names a request or connection in the log. */
	readonly mintRequestId?: () => string;
	/** Seconds in which an ending server goes on, not ready any more, before it sends people away. */
	readonly drainSeconds?: number;
	/** Origins whose pages may connect besides this host's own; and whether programs may, which name none. */
	readonly origins?: { readonly allowed?: readonly string[]; readonly programs?: boolean };
	/** Addresses and ranges of the proxies whose word on a visitor's address is believed. */
	readonly trustedProxies?: readonly string[];
	/** How many requests people may send, where not as usual. */
	readonly rates?: Partial<Rates>;
	/** Which modules of records are on, where, and with what options. */
	readonly modules?: ModuleSettings;
	/** Makes the modules of records; all of ours unless told otherwise. */
	readonly createModules?: (parts: ModuleParts) => Modules;
};

/** What one server, visitor or project may have at most: see `config/settings.ts`. */
export type ServerLimits = Pick<
	ServerConfig,
	| 'connections'
	| 'httpConnections'
	| 'httpConnectionsPerAddress'
	| 'connectionsPerAddress'
	| 'connectsPerMinute'
	| 'changesPerMinute'
	| 'backlogBytes'
	| 'updateBytes'
	| 'assetBytes'
	| 'projectBytes'
	| 'diskReserveBytes'
	| 'uploads'
	| 'assetGraceDays'
>;

const DEFAULT_LIMITS: ServerLimits = {
	connections: SETTINGS.connections.byDefault,
	httpConnections: SETTINGS.httpConnections.byDefault,
	httpConnectionsPerAddress: SETTINGS.httpConnectionsPerAddress.byDefault,
	connectionsPerAddress: SETTINGS.connectionsPerAddress.byDefault,
	connectsPerMinute: SETTINGS.connectsPerMinute.byDefault,
	changesPerMinute: SETTINGS.changesPerMinute.byDefault,
	backlogBytes: SETTINGS.backlogBytes.byDefault,
	updateBytes: SETTINGS.updateBytes.byDefault,
	assetBytes: SETTINGS.assetBytes.byDefault,
	projectBytes: SETTINGS.projectBytes.byDefault,
	diskReserveBytes: SETTINGS.diskReserveBytes.byDefault,
	uploads: SETTINGS.uploads.byDefault,
	assetGraceDays: SETTINGS.assetGraceDays.byDefault,
};

export type SyncServer = {
	/** Starts taking connections and says on which port. Throws `StartError` when it cannot. */
	listen(port: number, host: string): Promise<number>;
	/** Takes a socket from elsewhere than HTTP, as `open` makes it (null: it is gone); says why when it does not. */
	connect(request: ConnectRequest, open: () => Promise<ServerSocket | null>): Promise<ConnectRefusal | null>;
	/** Takes no more, sends everybody away, and returns when all they sent is stored. */
	close(): Promise<void>;
	readonly connections: number;
	/** Documents open just now. */
	readonly openRooms: number;
};

/** Merging them takes more of the processor than storing did; reading them back takes some 20 ms. */
const TAIL_ROWS = 2000;
// Long enough for 200 MB over a slow line, short enough that no request hangs for ever.
const REQUEST_TIMEOUT_MS = 30 * 60_000;
/** Who connects and does not say what for is gone within 5 s. */
const HTTP_LIMITS = {
	requestTimeout: REQUEST_TIMEOUT_MS,
	headersTimeout: 4_000,
	connectionsCheckingInterval: 1_000,
};
const DAY_MS = 24 * 60 * 60 * 1000;
/** Milliseconds that requests under way have when the server ends; uploads go on where they stopped. */
const FINISH_MS = 2_000;

/** The whole server as a value: the app's files, the API and the line. */
export function createSyncServer(deps: SyncServerDeps): SyncServer {
	const { clock, log, version, metrics = noMetrics } = deps;
	const metered = deps.metrics ? meterStorage(deps.storage, metrics, clock) : deps.storage;
	const activity = new ProjectActivity();
	const storage = { ...metered, documents: noteChanges(metered.documents, activity, () => clock.now()) };
	const limits = { ...DEFAULT_LIMITS, ...deps.limits };
	const door = {
		allowsOrigin: createOriginCheck(deps.origins),
		addressOf: createClientAddress(deps.trustedProxies),
		mintRequestId: deps.mintRequestId ?? (() => nanoid(12)),
		admission: new Admission(limits, clock),
	};
	const { tokens, projects: owners, blobs } = storage;
	const access = new Access({ tokens, records: owners, clock, log });
	const { audit } = createRecordsContext({ database: storage.database, clock, log });
	const projects = new Projects({ records: owners, tokens, access, clock, audit });
	const { rooms, closeRooms } = openRooms({ ...deps, storage });
	const line = openLine(deps, { rooms, access, owners, limits, door });
	const readiness = new Readiness({ clock, log, checkStore: () => storage.check() });
	watchLevels(metrics, { readiness, line, rooms });
	const uploads = new Uploads({ uploads: storage.uploads, blobs, access, clock, log, metrics, limits });
	const records = openRecords({
		storage,
		access,
		activity,
		live: liveDocuments(rooms, line),
		clock,
		log,
		addressOf: door.addressOf,
		...(deps.rates && { rates: deps.rates }),
		...(deps.modules && { settings: deps.modules }),
		...(deps.createModules && { create: deps.createModules }),
	});
	const app = createApp({
		records,
		projects,
		access,
		blobs,
		uploads,
		pages: new StaticFiles(deps.buildDir),
		clock,
		log,
		version,
		changesPerMinute: limits.changesPerMinute,
		// Over HTTP every change of a page names its origin: what names none is no page, and has its token.
		allowsOrigin: createOriginCheck({ ...deps.origins, programs: true }),
		addressOf: door.addressOf,
		metrics,
		mintRequestId: door.mintRequestId,
		health: { unreadyReasons: () => readiness.reasons(), metrics: deps.metricsPage ?? null },
	});
	const http = createHttpServer(app, line, { clock, limits });
	const { httpConnectionsPerAddress: perAddress } = limits;
	limitConnections(http, { perAddress, trustedProxies: deps.trustedProxies });
	let stopUpkeep: Dispose = () => {};

	return {
		async listen(port, host) {
			const listening = await listen(http, port, host, { port: 'PORT', host: 'HOST' });
			await records.start();
			stopUpkeep = startUpkeep(uploads, deps, limits.assetGraceDays);
			readiness.started();
			return listening;
		},
		connect: (request, open) => line.connect(request, open),
		async close() {
			readiness.drain();
			stopUpkeep();
			if (deps.drainSeconds) await wait(clock, deps.drainSeconds * 1000);
			// Until all is stored, who asks for readiness is still answered.
			await line.close();
			await closeRooms();
			await finishRequests(http, clock);
			await records.stop();
		},
		get connections() {
			return line.connections;
		},
		get openRooms() {
			return rooms.size;
		},
	};
}

type Door = ConstructorParameters<typeof LineServer>[1];
type LineParts = {
	readonly rooms: Rooms;
	readonly access: Access;
	readonly owners: ProjectRecords;
	readonly limits: ServerLimits;
	readonly door: Door;
};

function openLine(deps: SyncServerDeps, { rooms, access, owners, limits, door }: LineParts): LineServer {
	const { clock, log, version, metrics = noMetrics } = deps;
	const { backlogBytes, updateBytes } = limits;
	const epochOf: ProjectRecords['epoch'] = (address) => owners.epoch(address);
	return new LineServer(
		{ rooms, access, epochOf, clock, log, metrics, version, backlogBytes, updateBytes },
		door,
	);
}

type HttpParts = { readonly clock: Clock; readonly limits: Pick<ServerLimits, 'httpConnections'> };

function createHttpServer(app: Hono, line: LineServer, { clock, limits }: HttpParts): Server {
	const handle = getRequestListener(app.fetch);
	const http = createServer(HTTP_LIMITS, (request, response) => {
		hangUpWhenSlow(request, clock);
		// Never rejects: Hono's own error handler answers.
		void handle(request, response);
	});
	// The next are hung up on at once: whoever waited for a place would hold one.
	http.maxConnections = limits.httpConnections;
	http.on('upgrade', (request, socket, head) => line.upgrade(request, socket, head));
	return http;
}

type Levels = { readonly readiness: Readiness; readonly line: LineServer; readonly rooms: Rooms };

function watchLevels(metrics: Metrics, { readiness, line, rooms }: Levels): void {
	metrics.watch('ready', () => (readiness.reasons().length === 0 ? 1 : 0));
	metrics.watch('connections', () => line.connections);
	metrics.watch('send_queue_bytes', () => line.unsentBytes);
	metrics.watch('rooms', () => rooms.size);
	metrics.watch('room_bytes', () => rooms.bytes);
}

/** Where documents are open; closing returns when all that was written is stored. */
function openRooms(deps: SyncServerDeps) {
	const { storage, clock, log, bus, merger = new WorkerMerger({ clock, log }), tailRows = TAIL_ROWS } = deps;
	const { metrics = noMetrics } = deps;
	const { documents } = storage;
	const metered = meterMerger(merger, metrics, clock);
	const commits = new CommitQueue({ documents, clock, log, metrics });
	const parts = { documents, commits, merger: metered, clock, log, tailRows };
	const own = bus && { bus, instance: nanoid(12) };
	const rooms = new Rooms({ ...parts, ...(own && { instances: own }) });
	const onGone = (instance: string) => rooms.forget(instance);
	const others = own && new Instances({ ...own, clock, log, onGone });
	const closeRooms = async (): Promise<void> => {
		await commits.settled();
		rooms.close();
		others?.close();
		await merger.close();
	};
	return { rooms, closeRooms };
}

function startUpkeep(uploads: Uploads, deps: SyncServerDeps, graceDays: number): Dispose {
	const { storage, clock, log, metrics = noMetrics } = deps;
	const { blobs, mentions } = storage;
	const garbage = new AssetGarbage({ blobs, mentions, clock, log, graceMs: graceDays * DAY_MS });
	metrics.watch('blob_bytes', () => garbage.storedBytes);
	return keepAssetsTidy({ uploads, garbage, clock, log });
}

/** Takes no more requests, and waits a little for those under way. */
async function finishRequests(http: Server, clock: Clock): Promise<void> {
	const closed = new Promise((resolve) => http.close(resolve));
	const cancel = clock.after(FINISH_MS, () => http.closeAllConnections());
	await closed;
	cancel();
}

const wait = (clock: Clock, ms: number): Promise<void> =>
	new Promise((resolve) => {
		clock.after(ms, resolve);
	});
