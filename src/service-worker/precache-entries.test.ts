import { expect, test } from 'vitest';
import { precacheEntries } from './precache-entries.ts';

const urls = (build: string[], files: string[]) =>
	precacheEntries({ build, files, version: 'v1' }).map(
		(entry) => `${entry.url} ${entry.revision ?? 'by name'}`,
	);

test('the shell and files of static/ change with the version, hashed files with their name', () => {
	expect(urls(['/_app/immutable/a.js'], ['/theme.js'])).toEqual([
		'/200.html v1',
		'/_app/immutable/a.js by name',
		'/theme.js v1',
	]);
});

test('fonts of other letters and pictures for app stores are left to the network', () => {
	expect(
		urls(
			[
				'/_app/immutable/assets/inter-latin-wght-normal.C2S99t.woff2',
				'/_app/immutable/assets/inter-latin-ext-wght-normal.DO1.woff2',
				'/_app/immutable/assets/inter-cyrillic-ext-wght-normal.B1.woff2',
				'/_app/immutable/assets/inter-greek-wght-normal.B2.woff2',
				'/_app/immutable/assets/inter-vietnamese-wght-normal.B3.woff2',
			],
			['/icons/icon.svg', '/screenshots/wide.png'],
		),
	).toEqual([
		'/200.html v1',
		'/_app/immutable/assets/inter-latin-wght-normal.C2S99t.woff2 by name',
		'/_app/immutable/assets/inter-latin-ext-wght-normal.DO1.woff2 by name',
		'/icons/icon.svg v1',
	]);
});
