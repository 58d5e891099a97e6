const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** How long what lets somebody in is good. */
export type SessionTimes = {
	readonly accessMs: number;
	readonly idleMs: number;
	readonly absoluteMs: number;
};
export const SESSION_TIMES: SessionTimes = {
	accessMs: 15 * MINUTE_MS,
	idleMs: 30 * DAY_MS,
	absoluteMs: 90 * DAY_MS,
};
