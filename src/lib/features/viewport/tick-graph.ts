import { m } from '#lib/paraglide/messages.js';
import type { TickSummary } from '#lib/studio/tick-times.ts';

/** Units of the drawing. */
export const GRAPH = { width: 240, height: 40 };
/** What is above is drawn at the edge, ms: two pictures of a usual display. */
const HIGHEST_MS = 100 / 3;
/** As long as a picture of a usual display stands, ms. */
const FRAME_MS = 50 / 3;
const MOST_SHOWN = 240;

const heightOf = (ms: number): number => GRAPH.height * (1 - Math.min(ms, HIGHEST_MS) / HIGHEST_MS);

/** Where more of one tick means fewer pictures. */
export const FRAME_AT = heightOf(FRAME_MS);

/** The points of a polyline: a tick each, the newest at the end. */
export function graphPoints(graph: readonly number[]): string {
	const shown = graph.slice(-MOST_SHOWN);
	const step = GRAPH.width / (MOST_SHOWN - 1);
	const first = GRAPH.width - step * (shown.length - 1);
	return shown.map((ms, i) => `${(first + i * step).toFixed(1)},${heightOf(ms).toFixed(1)}`).join(' ');
}

/** “60 ticks/s · 0.4 ms a tick, 2.1 at worst · 134 in the game” */
export function timesText({ perSecond, median, worst }: TickSummary, entities: number): string {
	return m.debug_times_text({
		...{ rate: String(perSecond), entities: String(entities) },
		...{ median: median.toFixed(1), worst: worst.toFixed(1) },
	});
}
