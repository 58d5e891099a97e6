import type { Random } from './api.ts';
import { finite } from './vectors.ts';

/** Mulberry32, as `seededRandom`, but its state can be kept and taken up again. */
export class GameRandom implements Random {
	state: number;

	constructor(seed: number) {
		this.state = seed >>> 0;
	}

	next(): number {
		this.state = (this.state + 0x6d2b79f5) >>> 0;
		let t = this.state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	}
	between(least: number, most: number): number {
		return finite(least, 'least') + (finite(most, 'most') - least) * this.next();
	}
	whole(least: number, most: number): number {
		return Math.floor(this.between(Math.ceil(least), Math.floor(most) + 1));
	}
	pick<T>(list: readonly T[]): T | undefined {
		return list[Math.floor(this.next() * list.length)];
	}
}
