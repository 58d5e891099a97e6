import type { ViewportMemory, ViewportStats } from '#lib/engine/viewport-port.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { byteSize } from '#lib/ui/byte-size.ts';

/** “134 entities · 9 draws · 53k triangles · 12 MB · 1.8 ms” */
export function formatStats(
	{ entities, draws, triangles, frameMs }: ViewportStats,
	{ geometries, textures }: ViewportMemory,
): string {
	return m.viewport_stats({
		entities: m.viewport_entities({ count: entities, text: shortNumber(entities) }),
		draws: m.viewport_draws({ count: draws, text: shortNumber(draws) }),
		triangles: m.viewport_triangles({ count: triangles, text: shortNumber(triangles) }),
		memory: byteSize(geometries + textures, getLocale()),
		ms: frameMs.toFixed(1),
	});
}

/** 950, 53k, 1.2M */
export function shortNumber(n: number): string {
	if (n < 1_000) return String(n);
	if (n < 999_500) return `${n < 9_950 ? trim(n / 1_000) : Math.round(n / 1_000)}k`;
	return `${trim(n / 1_000_000)}M`;
}

const trim = (n: number): string => n.toFixed(1).replace(/\.0$/, '');
