import { MAX_ASSET_BYTES, MAX_UPDATE_BYTES } from '#lib/protocol/limits.ts';
import { isRange } from '../http/client-address.ts';
import { isOrigin } from '../http/origin.ts';
import type { LogLevel } from '../ops/pino-log.ts';
import {
	byteCount,
	flag,
	listOf,
	moduleSettings,
	oneOf,
	text,
	wholeNumber,
	type Kind,
	type ModuleSettings,
} from './kinds.ts';

export type Setting<T> = {
	/** The environment variable that sets it. */
	readonly variable: string;
	readonly kind: Kind<T>;
	readonly byDefault: T;
	/** For the reference: what it does. */
	readonly meaning: string;
	/** Never shown. */
	readonly secret?: true;
	/** A folder: relative ones count from the installation. */
	readonly folder?: true;
};

const setting = <T>(declared: Setting<T>): Setting<T> => declared;

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

const port = wholeNumber(0, 65_535);
const folder = text('the path of a folder', (path) => path !== '' && !path.includes('\0'));
const host = text('a host name or address', (name) => /^[\w.:%-]+$/.test(name));

/** Every setting of the server, once: defaults, checks, messages and the reference in docs/operations.md follow. */
export const SETTINGS = {
	port: setting({
		variable: 'PORT',
		kind: port,
		byDefault: 4400,
		meaning: 'Where to listen; 0 for any free port',
	}),
	host: setting({
		variable: 'HOST',
		kind: host,
		byDefault: '127.0.0.1',
		meaning: 'On which address; `0.0.0.0` for all',
	}),
	dataDir: setting({
		variable: 'DATA_DIR',
		kind: folder,
		byDefault: 'data',
		folder: true,
		meaning: 'Where everything the server keeps lives',
	}),
	buildDir: setting({
		variable: 'BUILD_DIR',
		kind: folder,
		byDefault: 'build',
		folder: true,
		meaning: 'The built app',
	}),
	backupDir: setting({
		variable: 'RASTUDIOS_BACKUP_DIR',
		kind: folder,
		byDefault: 'backups',
		folder: true,
		meaning: 'Where `npm run backup` without a folder puts its backups',
	}),
	allowedOrigins: setting<readonly string[]>({
		variable: 'RASTUDIOS_ALLOWED_ORIGINS',
		kind: listOf('origins like https://studio.example, without a path', isOrigin),
		byDefault: [],
		meaning: 'Origins whose pages may connect besides the own host; needed when a proxy changes `Host`',
	}),
	allowPrograms: setting({
		variable: 'RASTUDIOS_ALLOW_PROGRAMS',
		kind: flag,
		byDefault: false,
		meaning:
			'Let WebSockets in that name no `Origin`, as only programs do; one that names an allowed `Origin` needs no leave',
	}),
	trustedProxies: setting<readonly string[]>({
		variable: 'RASTUDIOS_TRUSTED_PROXIES',
		kind: listOf('addresses or ranges like 127.0.0.1 or 10.0.0.0/8', isRange),
		byDefault: [],
		meaning: 'Proxies whose `X-Forwarded-For` and `X-Request-Id` are believed',
	}),
	connections: setting({
		variable: 'RASTUDIOS_CONNECTIONS',
		kind: wholeNumber(1, 1_000_000),
		byDefault: 5_000,
		meaning: 'WebSockets at once',
	}),
	httpConnections: setting({
		variable: 'RASTUDIOS_HTTP_CONNECTIONS',
		kind: wholeNumber(1, 1_000_000),
		byDefault: 10_000,
		meaning: 'Connections at once of every kind, WebSockets among them; more are hung up on',
	}),
	httpConnectionsPerAddress: setting({
		variable: 'RASTUDIOS_HTTP_CONNECTIONS_PER_ADDRESS',
		kind: wholeNumber(1, 1_000_000),
		byDefault: 2_500,
		meaning:
			'Connections at once from one network address that are no WebSockets; more are hung up on. Trusted proxies have no such limit',
	}),
	connectionsPerAddress: setting({
		variable: 'RASTUDIOS_CONNECTIONS_PER_ADDRESS',
		kind: wholeNumber(1, 1_000_000),
		byDefault: 500,
		meaning: 'WebSockets at once from one network address: a school is one',
	}),
	connectsPerMinute: setting({
		variable: 'RASTUDIOS_CONNECTS_PER_MINUTE',
		kind: wholeNumber(1, 1_000_000),
		byDefault: 3_000,
		meaning: 'New WebSockets from one network address',
	}),
	changesPerMinute: setting({
		variable: 'RASTUDIOS_CHANGES_PER_MINUTE',
		kind: wholeNumber(1, 1_000_000),
		byDefault: 60,
		meaning: 'New projects for each address, and changes of links for each token',
	}),
	requestsPerMinute: setting({
		variable: 'RASTUDIOS_REQUESTS_PER_MINUTE',
		kind: wholeNumber(1, 1_000_000),
		byDefault: 60,
		meaning:
			'Requests about records for each person, and for each address that is nobody; 30 times that for an address',
	}),
	requestsPerHour: setting({
		variable: 'RASTUDIOS_REQUESTS_PER_HOUR',
		kind: wholeNumber(1, 10_000_000),
		byDefault: 1000,
		meaning: 'The same in an hour',
	}),
	modules: setting<ModuleSettings>({
		variable: 'RASTUDIOS_MODULES',
		kind: moduleSettings,
		byDefault: {},
		secret: true,
		meaning:
			'Which features of the records are on, where, and with what options: see [modules.md](modules.md)',
	}),
	backlogBytes: setting({
		variable: 'RASTUDIOS_BACKLOG_BYTES',
		kind: byteCount(MIB, GIB),
		byDefault: 32 * MIB,
		meaning: 'Unsent bytes behind which a slow client is cut off; it catches up when it returns',
	}),
	updateBytes: setting({
		variable: 'RASTUDIOS_UPDATE_BYTES',
		kind: byteCount(64 * 1024, MAX_UPDATE_BYTES),
		byDefault: MAX_UPDATE_BYTES,
		meaning: 'Largest single update of a document',
	}),
	assetBytes: setting({
		variable: 'RASTUDIOS_ASSET_BYTES',
		kind: byteCount(64 * 1024, MAX_ASSET_BYTES),
		byDefault: MAX_ASSET_BYTES,
		meaning: 'Largest asset',
	}),
	projectBytes: setting({
		variable: 'RASTUDIOS_PROJECT_BYTES',
		kind: byteCount(MIB, 1024 * GIB),
		byDefault: 2 * GIB,
		meaning: 'All assets of one project together',
	}),
	diskReserveBytes: setting({
		variable: 'RASTUDIOS_DISK_RESERVE_BYTES',
		kind: byteCount(0, 1024 * GIB),
		byDefault: 64 * MIB,
		meaning: 'What assets leave free on the disk, for documents',
	}),
	uploads: setting({
		variable: 'RASTUDIOS_UPLOADS',
		kind: wholeNumber(1, 1_000_000),
		byDefault: 20_000,
		meaning: 'Unfinished uploads of assets at once, of all projects',
	}),
	assetGraceDays: setting({
		variable: 'RASTUDIOS_ASSET_GRACE_DAYS',
		kind: wholeNumber(2, 3650),
		byDefault: 30,
		meaning: 'Days an asset is kept that no document of its project names and nobody asks about',
	}),
	logLevel: setting<LogLevel>({
		variable: 'RASTUDIOS_LOG_LEVEL',
		kind: oneOf('error', 'warn', 'info', 'debug'),
		byDefault: 'info',
		meaning: 'What is written to standard error; `debug` has a line for each request and connection',
	}),
	metrics: setting({
		variable: 'RASTUDIOS_METRICS',
		kind: flag,
		byDefault: true,
		meaning: 'Count at all',
	}),
	metricsToken: setting({
		variable: 'RASTUDIOS_METRICS_TOKEN',
		kind: text('empty, or at least 16 letters, digits, "-" or "_"', (token) => /^(|[\w-]{16,})$/.test(token)),
		byDefault: '',
		secret: true,
		meaning: 'Who sends it as a bearer token may read `/metrics`; without it nobody can on this port',
	}),
	metricsPort: setting({
		variable: 'RASTUDIOS_METRICS_PORT',
		kind: port,
		byDefault: 0,
		meaning: 'A port of its own for `/metrics`, which then needs no token; 0 for none',
	}),
	metricsHost: setting({
		variable: 'RASTUDIOS_METRICS_HOST',
		kind: host,
		byDefault: '127.0.0.1',
		meaning: 'On which address that port is',
	}),
	drainSeconds: setting({
		variable: 'RASTUDIOS_DRAIN_SECONDS',
		kind: wholeNumber(0, 300, 'seconds'),
		byDefault: 0,
		meaning:
			'How long an ending server goes on as "not ready" before it sends people away: for load balancers',
	}),
	shutdownSeconds: setting({
		variable: 'RASTUDIOS_SHUTDOWN_SECONDS',
		kind: wholeNumber(1, 60, 'seconds'),
		byDefault: 9,
		meaning: 'After that, counted from the end of the drain, the server is ended whatever it still waits for',
	}),
};

type Settings = typeof SETTINGS;
export type SettingName = keyof Settings;

/** A value for every setting. */
export type ServerConfig = {
	readonly [Name in SettingName]: Settings[Name] extends Setting<infer T> ? T : never;
};
