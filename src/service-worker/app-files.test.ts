import { expect, test } from 'vitest';
import { isPage, keyOf, readAppFiles } from './app-files.ts';

test('a worker without its list does not start', () => {
	expect(() => readAppFiles('__APP_FILES__')).toThrow();
});

test('files are kept by their name where it changes with the content, else by their hash', () => {
	const { shell, parts } = readAppFiles(
		JSON.stringify({
			version: '1',
			shell: [['/theme.js', 'a+/=', 3]],
			parts: [['/_app/immutable/x.js', 'b', 1]],
		}),
	);
	expect([...shell, ...parts].map(keyOf)).toEqual(['/theme.js?sha256=a%2B%2F%3D', '/_app/immutable/x.js']);
});

test('every address of the app is a page; files and what the server answers are not', () => {
	const pages = ['/', '/studio/AAAA', '/join/x', '/storage', '/apish', '/synchrony'];
	expect(pages.filter(isPage)).toEqual(pages);
	const others = [
		'/api',
		'/api/version',
		'/sync',
		'/sync/x',
		'/healthz',
		'/icons/icon.svg',
		'/service-worker.js',
	];
	expect(others.filter(isPage)).toEqual([]);
});
