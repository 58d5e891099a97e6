import type { KeptRequest } from '../protocol/api/kept-request.ts';
import { mayPass, type ApiProblem } from './api-problem.ts';

const LONGEST_PAUSE_MS = 60 * 60_000;

/** How long it has to wait yet. A clock that was set back meanwhile lengthens no pause beyond an hour. */
export function restOf({ state }: KeptRequest, now: number): number {
	if (state.kind !== 'waiting' || state.notBefore === undefined) return 0;
	return Math.min(state.notBefore - now, LONGEST_PAUSE_MS);
}

/** Nobody need do anything about what passes, nor about a session: that one says itself what is the matter. */
export const isLasting = (problem: ApiProblem): boolean =>
	!mayPass(problem) && !['unauthorized', 'signed-out', 'aborted'].includes(problem.code);
