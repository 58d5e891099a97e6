import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { BatchBuffer, type MarkedSlots } from './batch-buffer.ts';

const STRIDE = 3;
const CAPACITY = 300;

function setup(seed: number) {
	const random = seededRandom(seed);
	const buffer = new BatchBuffer(STRIDE, CAPACITY);
	const values: number[] = [];
	const marks = new Uint8Array(CAPACITY);
	/** What the graphics card has: what was sent to it, and nothing else. */
	const card = new Float32Array(CAPACITY * STRIDE);
	let sent = 0;
	const send = () => {
		for (const { start, count } of buffer.shown.updateRanges) {
			card.set(buffer.shown.array.subarray(start, start + count), start);
			sent += count / STRIDE;
		}
		buffer.shown.clearUpdateRanges();
	};
	const write = (slot: number, value: number) => {
		values[slot] = value;
		buffer.values.fill(value, slot * STRIDE, (slot + 1) * STRIDE);
		buffer.touch(slot);
	};
	const shown = () => {
		send();
		const rows = Array.from({ length: buffer.count }, (_, at) =>
			card.subarray(at * STRIDE, (at + 1) * STRIDE),
		);
		for (const row of rows) expect(new Set(row).size).toBe(1);
		return rows.map(([value]) => value ?? NaN);
	};
	const sentOf = (run: () => void) => {
		const before = sent;
		run();
		send();
		return sent - before;
	};
	return { random, buffer, values, marks, write, shown, sentOf };
}

/** All that are marked, or these, as if they came just now. */
function markedOf(marks: Uint8Array, size: number, slots?: readonly number[]): MarkedSlots {
	const all = [...marks.subarray(0, size).keys()].filter((slot) => marks[slot] === 1);
	const came = Uint32Array.from(slots ?? all);
	return { came, cameCount: came.length, inside: all.length };
}

describe('what a batch shows', () => {
	it.each([1, 2, 3])('[E23] is what is in sight, while slots come, move, change and go (seed %i)', (seed) => {
		const { random, buffer, values, marks, write, shown } = setup(seed);
		let [next, seen] = [1, 0];
		const any = () => Math.floor(random() * values.length);
		for (let step = 0; step < 400; step++) {
			if (values.length < CAPACITY) write(values.length, next++);
			for (let i = 0; i < 5; i++) {
				const choice = random();
				if (choice < 0.4) write(any(), next++);
				else if (choice < 0.7) {
					const [one, other] = [any(), any()];
					buffer.swap(one, other);
					[values[one], values[other]] = [values[other]!, values[one]!];
				} else if (choice < 0.8 && values.length > 1) buffer.hide((values.pop(), values.length));
			}
			const size = values.length;
			if (random() < 0.2) {
				buffer.showAll(size);
				expect(shown(), 'in the order of slots').toEqual(values);
				continue;
			}
			for (let slot = 0; slot < size; slot++) if (random() < 0.2) marks[slot] = marks[slot] === 1 ? 0 : 1;
			buffer.showOnly(marks, markedOf(marks, size));
			const expected = values.filter((_, slot) => marks[slot] === 1);
			const found = shown();
			expect(new Set(found).size).toBe(found.length);
			expect(values).toEqual(expect.arrayContaining(found));
			expect(found).toEqual(expect.arrayContaining(expected));
			expect(found.length).toBeLessThanOrEqual(expected.length * 1.25);
			seen += expected.length;
		}
		expect(seen).toBeGreaterThan(5000);
	});

	it('is sent where it is another, and only there', () => {
		const { buffer, marks, write, sentOf } = setup(5);
		for (let slot = 0; slot < CAPACITY; slot++) write(slot, slot);
		expect(sentOf(() => buffer.showAll(CAPACITY))).toBe(CAPACITY);
		expect(sentOf(() => buffer.showAll(CAPACITY))).toBe(0);
		const show = () => buffer.showOnly(marks, markedOf(marks, CAPACITY));
		marks.fill(1);
		marks.fill(0, 0, 2);
		expect(sentOf(show), 'two that went may stay').toBe(0);
		marks.fill(1, 0, 2);
		expect(sentOf(show), 'and are there when they come back').toBe(0);
		marks.fill(0, 100);
		expect(sentOf(show)).toBe(0);
		expect(buffer.count).toBeLessThanOrEqual(125);
		const held = buffer.count;
		marks.fill(1, 280, 290);
		expect(sentOf(show), 'what comes is put behind all else').toBe(10);
		expect(buffer.count).toBe(held + 10);
	});

	it('is what came, however often that is said', () => {
		const { buffer, marks, write, shown } = setup(7);
		for (let slot = 0; slot < 100; slot++) write(slot, slot);
		for (const slot of [3, 40, 41, 99]) marks[slot] = 1;
		buffer.showOnly(marks, markedOf(marks, 100, [40, 99, 3]));
		buffer.showOnly(marks, markedOf(marks, 100, [41, 99]));
		expect(shown()).toEqual([40, 99, 3, 41]);
	});

	it('is nothing after its slots were given other numbers, until it is shown again', () => {
		const { buffer, write, shown } = setup(6);
		for (let slot = 0; slot < 4; slot++) write(slot, slot);
		buffer.showAll(4);
		buffer.reorder(Uint32Array.of(3, 1, 0, 2));
		expect(buffer.count).toBe(0);
		buffer.showAll(4);
		expect(shown()).toEqual([3, 1, 0, 2]);
	});
});
