import { describe, expect, it } from 'vitest';
import { unwrap } from '#lib/base/result.ts';
import { formatOrigin, parseConfig } from './config.ts';

describe('config', () => {
	it('[O3] has a default for everything', () => {
		expect(unwrap(parseConfig({}, '/app'))).toEqual({
			port: 4400,
			host: '127.0.0.1',
			dataDir: '/app/data',
			buildDir: '/app/build',
		});
	});

	it('[O3] counts relative folders from the root, and takes empty for unset', () => {
		const config = unwrap(
			parseConfig({ PORT: '', HOST: '', DATA_DIR: './here', BUILD_DIR: '/there' }, '/app'),
		);
		expect(config).toEqual({ port: 4400, host: '127.0.0.1', dataDir: '/app/here', buildDir: '/there' });
	});

	it('[O3] refuses a port that is none', () => {
		for (const PORT of ['abc', '70000', '-1', '44.5', '0x10', '4400 ']) {
			expect(parseConfig({ PORT }, '/app'), PORT).toMatchObject({ ok: false });
		}
	});

	it('[O1] shows an address that works in a browser', () => {
		expect(formatOrigin('127.0.0.1', 4400)).toBe('http://localhost:4400');
		expect(formatOrigin('::1', 4400)).toBe('http://localhost:4400');
		expect(formatOrigin('192.168.1.5', 80)).toBe('http://192.168.1.5:80');
		expect(formatOrigin('fd00::5', 80)).toBe('http://[fd00::5]:80');
	});
});
