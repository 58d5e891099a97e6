import type { Clock } from '#lib/base/clock.ts';
import { describeCause, type Log } from './log.ts';

type Parts = {
	readonly clock: Clock;
	readonly log: Log;
	/** Milliseconds after which it ends, whatever it still waits for. */
	readonly deadlineMs: number;
	/** Resolves when everything is stored and closed. */
	readonly end: () => Promise<void>;
	readonly exit: (code: number) => void;
};

/** Ctrl-C reaches the server several times over: from the terminal, from npm and from the script that started it. */
const SAME_PRESS_MS = 500;

/** What to do at SIGTERM or SIGINT: end in order; at a second one, or when it takes too long, at once. */
export function createSignalHandler({ clock, log, deadlineMs, end, exit }: Parts): () => void {
	let askedAt: number | null = null;
	return () => {
		if (askedAt !== null) {
			if (clock.now() - askedAt < SAME_PRESS_MS) return;
			log.warn('Asked to end a second time: ending at once');
			return exit(1);
		}
		askedAt = clock.now();
		log.info('Ending: sending everybody away, and storing what they sent');
		clock.after(deadlineMs, () => {
			log.error('The end took too long: ending at once', { seconds: deadlineMs / 1000 });
			exit(1);
		});
		end().then(
			() => exit(0),
			(cause: unknown) => {
				log.error('The server did not end cleanly', { cause: describeCause(cause) });
				exit(1);
			},
		);
	};
}
