import { parentPort } from 'node:worker_threads';
import { inlineMerger } from './inline-merger.ts';
import type { MergeAnswer, MergeJob } from './worker-merger.ts';

// The entry of the worker thread: one job after the other, an answer for each.
parentPort?.on('message', ({ id, work }: MergeJob) => {
	const answer = (content: MergeAnswer) => parentPort?.postMessage(content);
	run(work).then(
		(value) => answer({ id, value }),
		(cause: unknown) => answer({ id, error: cause instanceof Error ? cause.message : String(cause) }),
	);
});

async function run(work: MergeJob['work']): Promise<unknown> {
	switch (work.kind) {
		case 'compact':
			return inlineMerger.compact(work.updates);
		case 'diff':
			return inlineMerger.diff(work.state, work.stateVector);
		case 'read':
			return inlineMerger.read(work.update);
	}
}
