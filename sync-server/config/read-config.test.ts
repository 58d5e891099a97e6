import { describe, expect, it } from 'vitest';
import { unwrap } from '#lib/base/result.ts';
import { readConfig } from './read-config.ts';
import { SETTINGS } from './settings.ts';

const FILE = '/app/rastudios.config.json';

/** Reads the settings from these variables and files (as values, or as text). */
function read(environment: Record<string, string> = {}, files: Record<string, unknown> = {}) {
	return readConfig({
		environment,
		root: '/app',
		readFile(path) {
			const file = files[path];
			if (file === undefined) return null;
			return typeof file === 'string' ? file : JSON.stringify(file);
		},
	});
}

const refusal = (...sources: Parameters<typeof read>) => {
	const outcome = read(...sources);
	return outcome.ok ? 'it was taken' : outcome.error;
};

describe('the configuration', () => {
	it('[O3] has a default for everything, with folders counted from the installation', () => {
		const { config, origins } = unwrap(read());
		expect(config).toMatchObject({
			port: 4400,
			host: '127.0.0.1',
			dataDir: '/app/data',
			buildDir: '/app/build',
		});
		expect(Object.keys(config).sort()).toEqual(Object.keys(SETTINGS).sort());
		expect(new Set(Object.values(origins))).toEqual(new Set(['default']));
		for (const { kind, byDefault } of Object.values(SETTINGS))
			expect(kind.read(byDefault)).toEqual(byDefault);
	});

	it('[L55] the variables of before keep their names, and empty is unset', () => {
		const variables = { PORT: '0', HOST: '', DATA_DIR: './here', BUILD_DIR: '/there' };
		expect(unwrap(read(variables)).config).toMatchObject({
			port: 0,
			host: '127.0.0.1',
			dataDir: '/app/here',
			buildDir: '/there',
		});
	});

	it('[L55] defaults < file < file of the environment < variables, each key by itself', () => {
		const files = {
			[FILE]: { port: 1, host: 'one', connections: 1, logLevel: 'warn' },
			'/app/rastudios.production.json': { port: 2, host: 'two', connections: 2 },
		};
		const environment = { RASTUDIOS_ENV: 'production', PORT: '3', HOST: 'three' };
		const { config, origins } = unwrap(read(environment, files));
		expect(config).toMatchObject({
			port: 3,
			host: 'three',
			connections: 2,
			logLevel: 'warn',
			changesPerMinute: 60,
		});
		expect(origins).toMatchObject({
			port: 'environment',
			connections: '/app/rastudios.production.json',
			logLevel: FILE,
			changesPerMinute: 'default',
		});
	});

	it('[L55] CONFIG_FILE names another file, and the file of the environment lies beside it', () => {
		const files = {
			'/etc/ras/host.json': { port: 1 },
			'/etc/ras/rastudios.test.json': { host: 'two' },
			[FILE]: { port: 9 },
		};
		const environment = { CONFIG_FILE: '/etc/ras/host.json', RASTUDIOS_ENV: 'test' };
		expect(unwrap(read(environment, files)).config).toMatchObject({ port: 1, host: 'two' });
	});

	it('[L55] a file that was asked for must be there; one that was not need not', () => {
		expect(refusal({ CONFIG_FILE: 'x.json' })).toBe(
			'There is no /app/x.json, which the environment variable CONFIG_FILE asks for',
		);
		expect(refusal({ RASTUDIOS_ENV: 'prodution' })).toContain('There is no /app/rastudios.prodution.json');
		expect(refusal({ RASTUDIOS_ENV: '../../etc' })).toContain('RASTUDIOS_ENV must be a name');
	});

	it('[L55] an unknown key stops it, with its layer and the nearest name', () => {
		expect(refusal({}, { [FILE]: { conections: 5 } })).toBe(
			`"conections" in ${FILE} is no setting. Did you mean connections?`,
		);
		expect(refusal({ RASTUDIOS_LOGLEVEL: 'info' })).toBe(
			'The environment variable RASTUDIOS_LOGLEVEL is no setting. Did you mean RASTUDIOS_LOG_LEVEL?',
		);
		expect(refusal({}, { [FILE]: '{"__proto__": {"port": 1}}' })).toContain('"__proto__" in');
		expect(refusal({}, { [FILE]: { zzzzzzzzzzzzzzz: 1 } })).toContain('docs/operations.md');
		expect(refusal({ RASTUDIOS_ENV: 'x' }, { '/app/rastudios.x.json': { Port: 5 } })).toContain(
			'"Port" in /app/rastudios.x.json is no setting. Did you mean port?',
		);
	});

	it('[L55] a bad value stops it, with its key, its layer and what is allowed, even where a later layer is right', () => {
		expect(refusal({ PORT: 'abc' })).toBe(
			'The environment variable PORT must be a whole number from 0 to 65535, but is "abc"',
		);
		for (const PORT of ['70000', '-1', '44.5', '0x10', '4400 ', '1e3'])
			expect(refusal({ PORT })).toContain('PORT must');
		expect(refusal({ PORT: '1' }, { [FILE]: { port: '4400' } })).toBe(
			`"port" in ${FILE} must be a whole number from 0 to 65535, but is "4400"`,
		);
		const bad: [string, unknown][] = [
			['allowedOrigins', 'https://studio.example'],
			['allowedOrigins', ['https://studio.example/']],
			['allowedOrigins', ['*']],
			['trustedProxies', ['everyone']],
			['connections', 0],
			['logLevel', 'verbose'],
			['metrics', 'yes'],
			['backlogBytes', '64 MB'],
			['assetBytes', 1],
			['host', 'http://x'],
			['dataDir', ''],
			['port', null],
		];
		for (const [key, value] of bad) {
			expect(refusal({}, { [FILE]: { [key]: value } }), key).toMatch(
				new RegExp(`^"${key}" in ${FILE} must be .+, but is`),
			);
		}
	});

	it('[L55] a secret is never shown, however wrong', () => {
		expect(refusal({ RASTUDIOS_METRICS_TOKEN: 'too short' })).toBe(
			'The environment variable RASTUDIOS_METRICS_TOKEN must be empty, or at least 16 letters, digits, "-" or "_", but is something else',
		);
	});

	it('[L55] lists and bytes can be written in a variable, too', () => {
		const { config } = unwrap(
			read({
				RASTUDIOS_ALLOWED_ORIGINS: 'https://a.example, https://b.example:444',
				RASTUDIOS_BACKLOG_BYTES: '64 MiB',
				RASTUDIOS_PROJECT_BYTES: '5000000000',
				RASTUDIOS_METRICS: 'false',
			}),
		);
		expect(config).toMatchObject({
			allowedOrigins: ['https://a.example', 'https://b.example:444'],
			backlogBytes: 64 * 1024 * 1024,
			projectBytes: 5_000_000_000,
			metrics: false,
		});
	});

	it('[L55] a file that is no JSON object is one clear line', () => {
		expect(refusal({}, { [FILE]: '{"port": 4400,}' })).toContain(
			`The configuration file ${FILE} cannot be read: `,
		);
		const unquoted = refusal({}, { [FILE]: '{"metricsToken": hidden-value, "port": 1}' });
		expect(unquoted).toContain('cannot be read: Unexpected token');
		expect(unquoted).not.toContain('hidden');
		for (const content of ['[]', 'null', '7'])
			expect(refusal({}, { [FILE]: content })).toContain('one JSON object');
		const unreadable = readConfig({
			environment: {},
			root: '/app',
			readFile: () => {
				throw new Error('EACCES: permission denied');
			},
		});
		expect(unreadable).toMatchObject({ ok: false });
	});
});
