import type { Vector3 } from '#lib/doc/components/component.ts';
import type { EntitySizes } from '#lib/engine/viewport-port.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

const metres = (n: number): string =>
	new Intl.NumberFormat(getLocale(), { maximumFractionDigits: 3, signDisplay: 'negative' }).format(n);
const parts = ([x, y, z]: Vector3) => ({ x: metres(x), y: metres(y), z: metres(z) });

/** From one point to another, world metres: how far, and how far along each axis. */
function between(from: Vector3, to: Vector3) {
	const way: Vector3 = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
	return { distance: metres(Math.hypot(...way)), ...parts(way) };
}

export const measuredText = (from: Vector3, to: Vector3): string => m.viewport_measured(between(from, to));

/** One: how large it is; two: how far apart they stand; more: how large they are together. */
export function sizesText({ size, origins }: EntitySizes, names: readonly string[]): string {
	const [first = '', second = ''] = names;
	const [from, to] = origins;
	if (origins.length === 2 && from && to) return m.viewport_apart({ first, second, ...between(from, to) });
	if (origins.length === 1) return m.viewport_size({ name: first, ...parts(size) });
	return m.viewport_size_many({ count: origins.length, ...parts(size) });
}
