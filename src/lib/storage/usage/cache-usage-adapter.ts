import type { CacheUsage } from './storage-usage.ts';

/** What the browser's caches of this site hold, largest first; nothing where they are denied. */
export async function measureCaches(): Promise<readonly CacheUsage[]> {
	try {
		const names = await caches.keys();
		const measured = await Promise.all(names.map(measureCache));
		return measured.filter(({ entries }) => entries > 0).sort((a, b) => b.bytes - a.bytes);
	} catch {
		return []; // private windows, and pages without a certificate, have none
	}
}

async function measureCache(name: string): Promise<CacheUsage> {
	const cache = await caches.open(name);
	const keys = await cache.keys();
	let bytes = 0;
	for (const key of keys) {
		const response = await cache.match(key);
		if (response) bytes += (await response.blob()).size;
	}
	return { name, entries: keys.length, bytes };
}
