import { expect, it } from 'vitest';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { LongRun } from '#lib/studio/storage-facts.ts';
import { LongTask } from './long-task.svelte.ts';

/** A task that waits until the test ends it. */
function setup() {
	let run: LongRun | undefined;
	let end: (outcome: Result<string, string>) => void = () => {};
	let fail: (thrown: unknown) => void = () => {};
	const task = new LongTask<string, string>((given) => {
		run = given;
		return new Promise((resolve, reject) => {
			end = resolve;
			fail = reject;
		});
	});
	const told = () => (task.state.kind === 'running' ? task.state.progress : null);
	return {
		task,
		told,
		run: () => run!,
		end: (o: Result<string, string>) => end(o),
		fail: (t: unknown) => fail(t),
	};
}

it('says how far it is, and gives its report', async () => {
	const { task, told, run, end } = setup();
	const started = task.start('all');
	run().onProgress({ done: 1, total: 4 });
	expect(told()).toEqual({ done: 1, total: 4 });
	end(ok('four'));
	expect(await started).toBe('four');
	expect(task.state).toEqual({ kind: 'done', report: 'four' });
	task.forget();
	expect(task.state).toEqual({ kind: 'idle' });
});

it('is shown a hundred times, however often it tells', async () => {
	const { task, told, run, end } = setup();
	const started = task.start('all');
	const shown = new Set<unknown>();
	for (let done = 0; done <= 10_000; done++) {
		run().onProgress({ done, total: 10_000 });
		shown.add(told());
	}
	expect(shown.size).toBe(101);
	end(ok(''));
	await started;
});

it('is cancelled only when it stopped because of that', async () => {
	const first = setup();
	const started = first.task.start('');
	first.task.cancel();
	expect(first.run().signal.aborted).toBe(true);
	expect(first.task.state).toMatchObject({ kind: 'running', stopping: true });
	first.end(err('stopped'));
	expect(await started).toBeNull();
	expect(first.task.state).toEqual({ kind: 'cancelled' });

	const late = setup();
	const finished = late.task.start('');
	late.task.cancel();
	late.end(ok('was done already'));
	expect(await finished).toBe('was done already');
});

it('says why it failed, also when it was thrown', async () => {
	const { task, end, fail } = setup();
	const refused = task.start('');
	end(err('The disk is full.'));
	expect(await refused).toBeNull();
	expect(task.state).toEqual({ kind: 'failed', reason: 'The disk is full.' });
	const broken = task.start('');
	fail(new Error('Lost.'));
	await broken;
	expect(task.state).toEqual({ kind: 'failed', reason: 'Lost.' });
});

it('runs once at a time', async () => {
	const { task, end } = setup();
	const first = task.start('');
	expect(await task.start('')).toBeNull();
	end(ok('one'));
	expect(await first).toBe('one');
});
