import type { Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import { describeCause, type Log } from '../../ops/log.ts';
import type { AssetGarbage } from './asset-garbage.ts';
import type { Uploads } from './uploads.ts';

type Parts = {
	readonly uploads: Pick<Uploads, 'sweep'>;
	readonly garbage: Pick<AssetGarbage, 'collect'>;
	readonly clock: Clock;
	readonly log: Log;
};

const EVERY_MS = 60 * 60 * 1000;
/** Looking through all documents costs more than looking at uploads: once a day is enough. */
const ROUNDS_A_DAY = 24;

/** Looks for forgotten uploads every hour and for unneeded assets every day, until the returned function is called. */
export function keepAssetsTidy({ uploads, garbage, clock, log }: Parts): Dispose {
	let round = 0;
	let isDone = false;
	let cancel: Dispose = () => {};
	const run = async (what: string, work: () => Promise<void>) => {
		try {
			await work();
		} catch (cause) {
			log.warn(`${what} cannot be looked for just now`, { cause: describeCause(cause) });
		}
	};
	const plan = () => {
		cancel = clock.after(EVERY_MS, () => void turn());
	};
	const turn = async () => {
		await run('Forgotten uploads', () => uploads.sweep());
		if (round++ % ROUNDS_A_DAY === 0) await run('Unneeded assets', () => garbage.collect());
		// The next one begins to wait when this one ends, however long it took.
		if (!isDone) plan();
	};
	plan();
	return () => {
		isDone = true;
		cancel();
	};
}
