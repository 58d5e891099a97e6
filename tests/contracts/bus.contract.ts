import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Dispose } from '#lib/base/disposer.ts';
import type { Bus, BusEntry } from '#server/bus/bus.ts';

export type BusUnderTest = {
	/** Keeps at least the newest four entries of a topic, and not more than forty. */
	readonly bus: Bus;
	/** Lets what was published arrive. */
	settle(): Promise<void>;
	dispose(): Promise<void> | void;
};

const KEPT = 4;
const TOO_MANY = 41;
const bytes = (...numbers: number[]) => new Uint8Array(numbers);

/** What every bus must do. */
export function busContract(name: string, create: () => BusUnderTest): void {
	describe(`bus: ${name}`, () => {
		let under: BusUnderTest;
		let bus: Bus;
		const ends: Dispose[] = [];
		beforeEach(() => {
			under = create();
			({ bus } = under);
		});
		afterEach(async () => {
			for (const end of ends.splice(0)) end();
			await under.dispose();
		});

		async function follow(topic: string, after: number | null = null) {
			const heard: BusEntry[] = [];
			let lost = 0;
			const end = await bus.follow(topic, after, {
				entry: (entry) => heard.push(entry),
				lost: () => lost++,
			});
			ends.push(end);
			return { heard, messages: () => heard.map(({ message }) => [...message]), lost: () => lost, end };
		}

		it('[L13] all who follow a topic hear the same in the same order, their own words as well', async () => {
			const followers = [await follow('one'), await follow('one')];
			for (let i = 0; i < KEPT; i++) await bus.publish('one', i % 2 ? 'ann' : 'ben', bytes(i));
			await under.settle();
			for (const { heard, messages } of followers) {
				expect(messages()).toEqual([[0], [1], [2], [3]]);
				expect(heard.map(({ from }) => from)).toEqual(['ben', 'ann', 'ben', 'ann']);
				const positions = heard.map(({ position }) => position);
				expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
			}
		});

		it('[L13] what is published at once arrives in that order', async () => {
			const { messages } = await follow('one');
			await Promise.all([1, 2, 3].map((i) => bus.publish('one', 'ann', bytes(i))));
			await under.settle();
			expect(messages()).toEqual([[1], [2], [3]]);
		});

		it('[L13] topics do not hear each other, and who has left hears nothing', async () => {
			const [one, other] = [await follow('one'), await follow('other')];
			await bus.publish('one', 'ann', bytes(1));
			await under.settle();
			one.end();
			await bus.publish('one', 'ann', bytes(2));
			await under.settle();
			expect(one.messages()).toEqual([[1]]);
			expect(other.messages()).toEqual([]);
		});

		it('[L13] who comes back goes on where they were, who comes new begins now', async () => {
			await follow('one');
			const before = await bus.publish('one', 'ann', bytes(1));
			await bus.publish('one', 'ann', bytes(2));
			await bus.publish('one', 'ann', bytes(3));
			const [back, fresh] = [await follow('one', before), await follow('one')];
			await bus.publish('one', 'ann', bytes(4));
			await under.settle();
			expect(back.messages()).toEqual([[2], [3], [4]]);
			expect(back.lost()).toBe(0);
			expect(fresh.messages()).toEqual([[4]]);
		});

		it('[L13] who was away for longer than is kept is told so, and then hears what is left', async () => {
			await follow('one');
			const before = await bus.publish('one', 'ann', bytes(0));
			for (let i = 1; i <= TOO_MANY; i++) await bus.publish('one', 'ann', bytes(i));
			const back = await follow('one', before);
			await under.settle();
			expect(back.lost()).toBe(1);
			const left = back.messages().map(([i]) => i);
			expect(left.length).toBeGreaterThanOrEqual(KEPT);
			expect(left.at(-1)).toBe(TOO_MANY);
			expect(left.at(0)).toBe(TOO_MANY - left.length + 1);
		});

		it('[L13] what a message was made of may change afterwards', async () => {
			const { messages } = await follow('one');
			const message = bytes(1, 2, 3);
			await bus.publish('one', 'ann', message);
			message.fill(0);
			await under.settle();
			expect(messages()).toEqual([[1, 2, 3]]);
		});
	});
}
