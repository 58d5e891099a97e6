// One hash over everything the built app is made of. It is the build's version: the same sources make the same
// build, `npm start` knows a stale build by it, and the service worker offers an update exactly when it changes.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ENTRIES = [
	'messages',
	'package-lock.json',
	'project.inlang/settings.json',
	'scripts/app-files.mjs',
	'src',
	'static',
	'svelte.config.js',
	'tsconfig.json',
	'vite.config.ts',
];
// Generated from messages/, or never part of the build.
const SKIPPED = /^src\/(lib\/paraglide|design)(\/|$)|\.test\.ts$/;

/** 16 hex digits that change when, and only when, a source of the app changes. */
export function sourceHash(root) {
	const hash = createHash('sha256');
	for (const path of ENTRIES.flatMap((entry) => filesUnder(root, entry))) {
		hash
			.update(`${path}\0`)
			.update(readFileSync(join(root, path)))
			.update('\0');
	}
	return hash.digest('hex').slice(0, 16);
}

function filesUnder(root, path) {
	if (SKIPPED.test(path)) return [];
	let entries;
	try {
		entries = readdirSync(join(root, path), { withFileTypes: true });
	} catch (error) {
		if (error.code === 'ENOTDIR') return [path];
		if (error.code === 'ENOENT') return [];
		throw error;
	}
	return entries
		.map((entry) => entry.name)
		.sort()
		.flatMap((name) => filesUnder(root, `${path}/${name}`));
}
