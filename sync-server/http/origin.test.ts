import { describe, expect, it } from 'vitest';
import { createOriginCheck, formatOrigin } from './origin.ts';

describe('origins', () => {
	it('[P15] pages of this host, by http or https', () => {
		const allows = createOriginCheck();
		expect(allows('http://studio.example', 'studio.example')).toBe(true);
		expect(allows('https://studio.example:4400', 'Studio.Example:4400')).toBe(true);
		expect(allows('https://studio.example', undefined), 'a request without a host').toBe(false);
	});

	it('[L56] pages of the origins named, and none that only look like them', () => {
		const allows = createOriginCheck({ allowed: ['https://studio.example'] });
		expect(allows('https://studio.example', '127.0.0.1:4400')).toBe(true);
		for (const other of [
			'null',
			'',
			'https://studio.example.evil.example',
			'https://evil.example/https://studio.example',
			'https://studio.example@evil.example',
			'https://studio.example:444',
			'http://studio.example',
			'https://studio.example/',
			'https://STUDIO.example',
			'https://studioxexample',
			'file://studio.example',
			'chrome-extension://studio.example',
		]) {
			expect(allows(other, '127.0.0.1:4400'), other).toBe(false);
		}
	});

	it('[L56] who sends no origin is kept out, unless programs may come in; who hides it is kept out always', () => {
		expect(createOriginCheck()(undefined, 'studio.example')).toBe(false);
		const allows = createOriginCheck({ programs: true });
		expect(allows(undefined, 'studio.example')).toBe(true);
		expect(allows('null', 'studio.example')).toBe(false);
		expect(allows('', 'studio.example')).toBe(false);
		expect(allows('https://evil.example', 'studio.example')).toBe(false);
	});

	it('[O1] shows an address that works in a browser', () => {
		expect(formatOrigin('127.0.0.1', 4400)).toBe('http://localhost:4400');
		expect(formatOrigin('::1', 4400)).toBe('http://localhost:4400');
		expect(formatOrigin('192.168.1.5', 80)).toBe('http://192.168.1.5:80');
		expect(formatOrigin('fd00::5', 80)).toBe('http://[fd00::5]:80');
	});
});
