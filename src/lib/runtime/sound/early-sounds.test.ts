import { expect, it, vi } from 'vitest';
import { EarlySounds } from './early-sounds.ts';

it('[T83] what just happened is heard as soon as anything is; what is long over never, and leaves nothing behind', () => {
	let now = 0;
	const early = new EarlySounds(() => now);
	const acts = () => ({ begin: vi.fn(), skip: vi.fn() });
	const [old, stopped, fresh] = [acts(), acts(), acts()];
	early.add(old.begin, old.skip);
	now = 600;
	const takeBack = early.add(stopped.begin, stopped.skip);
	expect([old.begin.mock.calls.length, old.skip.mock.calls.length]).toEqual([0, 1]);
	expect([takeBack(), takeBack()]).toEqual([true, false]);
	const isWaiting = early.add(fresh.begin, fresh.skip);
	now = 700;
	early.begin();
	early.begin();
	expect([fresh.begin.mock.calls.length, fresh.skip.mock.calls.length]).toEqual([1, 0]);
	expect(isWaiting()).toBe(false);
	for (const { begin } of [old, stopped]) expect(begin).not.toHaveBeenCalled();
});
