import { resolve } from 'node:path';
import { err, ok, type Result } from '#lib/base/result.ts';

export type ServerConfig = {
	readonly port: number;
	readonly host: string;
	/** Where everything the server keeps lives. */
	readonly dataDir: string;
	/** The built app. */
	readonly buildDir: string;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment; `root` is what relative folders count from. */
export function parseConfig(environment: Environment, root: string): Result<ServerConfig, string> {
	const port = parsePort(environment['PORT'] || '4400');
	if (!port.ok) return port;
	return ok({
		port: port.value,
		host: environment['HOST'] || '127.0.0.1',
		dataDir: resolve(root, environment['DATA_DIR'] || 'data'),
		buildDir: resolve(root, environment['BUILD_DIR'] || 'build'),
	});
}

function parsePort(text: string): Result<number, string> {
	const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
	if (port >= 0 && port <= 65_535) return ok(port);
	return err(
		`PORT must be a number from 0 to 65535, but is ${JSON.stringify(text)}. Set another, or none for 4400`,
	);
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** The address to show to people. */
export function formatOrigin(host: string, port: number): string {
	if (LOOPBACK.has(host)) return `http://localhost:${port}`;
	return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
