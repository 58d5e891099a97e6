import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '#lib/base/clock.ts';
import { describeSettings } from './config/describe-settings.ts';
import { readConfig, type ReadConfig } from './config/read-config.ts';
import type { ServerConfig } from './config/settings.ts';
import { listen } from './http/listen.ts';
import { formatOrigin } from './http/origin.ts';
import { createSignalHandler } from './ops/end-on-signal.ts';
import type { Log } from './ops/log.ts';
import { createMetricsServer } from './ops/metrics/metrics-server.ts';
import { PrometheusMetrics } from './ops/metrics/prometheus-metrics.ts';
import { createPinoLog, standardError } from './ops/pino-log.ts';
import { StartError } from './ops/start-error.ts';
import { createSyncServer } from './server.ts';
import { openStorage } from './storage/open-storage.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

async function start(): Promise<void> {
	const read = readSettings();
	if (process.argv.includes('--settings')) {
		process.stdout.write(describeSettings(read));
		return;
	}
	const { config } = read;
	const log = createPinoLog({
		level: config.logLevel,
		now: () => systemClock.now(),
		destination: standardError(),
	});
	const storage = await openStorage(config.dataDir);
	const metrics = config.metrics ? new PrometheusMetrics() : null;
	metrics?.watchProcess();
	metrics?.watch('disk_free_bytes', () => freeBytes(config.dataDir));
	const server = createSyncServer({ storage, clock: systemClock, log, ...serverDeps(config, metrics) });
	const closeMetrics = await openMetricsPort(config, metrics, log);
	const signal = createSignalHandler({
		clock: systemClock,
		log,
		deadlineMs: (config.drainSeconds + config.shutdownSeconds) * 1000,
		async end() {
			await server.close();
			closeMetrics();
			storage.close();
		},
		exit: (code) => process.exit(code),
	});
	process.on('SIGTERM', signal);
	process.on('SIGINT', signal);
	const listening = await server.listen(config.port, config.host);
	if (!existsSync(join(config.buildDir, '200.html'))) {
		log.warn('The app is not built: visitors get an error page. Run "npm run build"', {
			folder: config.buildDir,
		});
	}
	// What Node compiled (`NODE_COMPILE_CACHE`) is kept now: a killed server leaves it to the next one as well.
	flushCompileCache();
	process.stdout.write(`RaStudios is ready: ${formatOrigin(config.host, listening)}\n`);
}

function freeBytes(folder: string): number {
	const { bavail, bsize } = statfsSync(folder);
	return bavail * bsize;
}

function readSettings(): ReadConfig {
	const readFile = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : null);
	const read = readConfig({ environment: process.env, root, readFile });
	if (!read.ok) throw new StartError(read.error);
	return read.value;
}

function serverDeps(config: ServerConfig, metrics: PrometheusMetrics | null) {
	const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { version: string };
	const page = metrics && {
		token: config.metricsToken,
		contentType: metrics.contentType,
		read: () => metrics.read(),
	};
	return {
		version,
		buildDir: config.buildDir,
		limits: config,
		drainSeconds: config.drainSeconds,
		origins: { allowed: config.allowedOrigins, programs: config.allowPrograms },
		trustedProxies: config.trustedProxies,
		modules: config.modules,
		rates: {
			default: { perMinute: config.requestsPerMinute, perHour: config.requestsPerHour },
		},
		...(metrics && { metrics }),
		...(page && config.metricsToken !== '' && { metricsPage: page }),
	};
}

async function openMetricsPort(
	{ metricsPort, metricsHost }: ServerConfig,
	metrics: PrometheusMetrics | null,
	log: Log,
): Promise<() => void> {
	if (!metrics || metricsPort === 0) return () => {};
	const server = createMetricsServer(metrics, log);
	await listen(server, metricsPort, metricsHost, {
		port: 'RASTUDIOS_METRICS_PORT',
		host: 'RASTUDIOS_METRICS_HOST',
	});
	return () => {
		server.close();
		server.closeAllConnections();
	};
}

start().catch((cause: unknown) => {
	if (!(cause instanceof StartError)) throw cause;
	process.stderr.write(`RaStudios cannot start: ${cause.message.replaceAll('\n', ' ')}\n`);
	process.exit(1);
});
