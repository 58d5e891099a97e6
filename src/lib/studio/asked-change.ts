import type { Clock } from '../base/clock.ts';
import { Disposer } from '../base/disposer.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { RequestState, RequestTrouble } from '../protocol/api/kept-request.ts';
import type { ApiProblem } from '../sync/api-problem.ts';
import type { Outbox } from '../sync/outbox.ts';

type Parts = { readonly outbox: Pick<Outbox, 'drop' | 'onChange' | 'state'>; readonly clock: Clock };

/** What became of a change: the server did it, or it waits on this device to be sent. */
export type Changed = 'done' | 'waiting';

/** How long somebody looks at "one moment" before they are told that it waits, in ms. */
const PATIENCE_MS = 3_000;

/** What became of a request that somebody looks at. A refused one is told to them and dropped, so that nothing waits behind it. */
export async function settleChange(parts: Parts, key: string): Promise<Result<Changed, ApiProblem>> {
	const state = await watchRequest(parts, key);
	if (state === null) return ok('done');
	if (state.kind !== 'refused') return ok('waiting');
	await parts.outbox.drop(key);
	return err(asProblem(state.trouble));
}

/** Its state as soon as that says something, or after a while; null: it is not there any more. */
function watchRequest({ outbox, clock }: Parts, key: string): Promise<RequestState | null> {
	const find = () => outbox.state.requests.find((one) => one.key === key)?.state ?? null;
	return new Promise((resolve) => {
		const watching = new Disposer();
		const settle = () => {
			watching.dispose();
			resolve(find());
		};
		const look = () => void (isSettled(find()) && settle());
		watching.add(clock.after(PATIENCE_MS, settle));
		watching.add(outbox.onChange(look));
		look();
	});
}

const isSettled = (state: RequestState | null): boolean =>
	state === null || state.kind === 'refused' || (state.kind === 'waiting' && state.trouble !== undefined);

const asProblem = ({ reason, message, field }: RequestTrouble): ApiProblem => ({
	code: reason as ApiProblem['code'],
	message,
	...(field !== undefined && { field }),
});
