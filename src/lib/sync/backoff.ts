import type { Random } from '../base/random.ts';

/** Milliseconds. */
export const BACKOFF_BASE_MS = 1_000;
export const BACKOFF_CAP_MS = 60_000;

/** The longest wait before try number `attempt` (from 0): 1, 2, 4 … 60 s. */
export function backoffCeiling(attempt: number): number {
	return Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** Math.min(attempt, 16));
}

/**
 * How long to wait, in ms: anywhere between nothing and the ceiling (full jitter), so that a thousand clients
 * of a restarted server do not come back at once. `atLeast` is what the server asked for.
 */
export function backoffDelay(attempt: number, random: Random, atLeast = 0): number {
	const jitter = Math.round(random() * backoffCeiling(attempt));
	return atLeast > 0 ? atLeast + jitter : jitter;
}
