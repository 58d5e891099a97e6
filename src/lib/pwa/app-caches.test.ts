import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MemoryCaches } from '../../../tests/helpers/memory-caches.ts';
import { isAppCache, readWish, writeWish } from './app-caches.ts';

const ours = ['rastudios-app', 'rastudios-app-parts', 'rastudios-app-of-tomorrow', 'rastudios-fonts'];
const others = ['rastudios', 'rastudios-apples', 'rastudios-game-1', 'a-game', ''];

test('[S48] the app’s caches are known by their name', () => {
	expect([...ours, ...others].filter(isAppCache)).toEqual(ours);
});

test('[S48] [S49] the kill switch knows the same ones', () => {
	const script = readFileSync('scripts/kill-switch/service-worker.js', 'utf8');
	const source = /const isAppCache = ([^;]+);/.exec(script)?.[1] ?? '';
	// eslint-disable-next-line @typescript-eslint/no-implied-eval -- a plain script: its one rule is tried as it stands
	const isRemoved = new Function(`return ${source}`)() as (name: string) => boolean;
	expect([...ours, ...others].filter(isRemoved)).toEqual(ours);
});

test('[S45] what is wanted offline is remembered; clearing the caches clears it', async () => {
	const caches = new MemoryCaches();
	expect(await readWish(caches)).toBe('open');
	for (const wish of ['whole', 'as-used'] as const) {
		await writeWish(caches, wish);
		expect(await readWish(caches)).toBe(wish);
	}
	for (const name of await caches.keys()) await caches.delete(name);
	expect(await readWish(caches)).toBe('open');
});
