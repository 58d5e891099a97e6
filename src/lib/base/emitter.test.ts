import { describe, expect, it } from 'vitest';
import { Emitter } from './emitter.ts';

describe('an emitter', () => {
	it('tells nobody who stopped listening while it was telling', () => {
		const emitter = new Emitter<number>();
		const told: string[] = [];
		emitter.on((event) => {
			told.push(`first ${event}`);
			stopSecond();
		});
		const stopSecond = emitter.on((event) => told.push(`second ${event}`));
		emitter.on((event) => {
			told.push(`third ${event}`);
			emitter.clear();
		});
		emitter.on((event) => told.push(`fourth ${event}`));
		emitter.emit(1);
		emitter.emit(2);
		expect(told).toEqual(['first 1', 'third 1']);
	});

	it('tells those who came while it was telling of the next event', () => {
		const emitter = new Emitter<number>();
		const told: number[] = [];
		const stop = emitter.on(() => {
			stop();
			emitter.on((event) => told.push(event));
		});
		emitter.emit(1);
		emitter.emit(2);
		expect(told).toEqual([2]);
	});
});
