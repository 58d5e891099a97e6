import type { Collider } from '@dimforge/rapier3d-compat';
import type { SavedContact } from '../game-state.ts';
import type { Bodies, Part } from './bodies.ts';

/** Two things that began to touch in a tick, or parted; by the index of their entities. */
export type Contact = {
	/** The entity whose body holds the outline, or the outline's own; `a` is the lower of both. */
	readonly a: number;
	readonly b: number;
	/** The entities of the outlines themselves. */
	readonly partA: number;
	readonly partB: number;
	readonly began: boolean;
	/** One of both lets everything through. */
	readonly isSensor: boolean;
};

type Pair = { readonly first: Part; readonly second: Part };

/** More entities than this has no game. */
const KEYS = 2 ** 26;
/** A walker glides along what it met a little apart from it: only after so many ticks without it they have parted. */
const PARTED_AFTER = 3;

const BY_STEP = 1;
const BY_WALK = 2;

/** What touches what, as far as someone listens: told by Rapier, and by what walks, which it keeps a little apart. */
export class Contacts {
	#bodies: Bodies;
	#last: Contact[] = [];
	/** What touches, and by which of the two ways. */
	#touching = new Map<number, Pair & { readonly ways: number }>();
	#met = new Map<number, Pair & { missed: number }>();
	#begun: Pair[] = [];
	/** Touched in the game that this one goes on from, and has to be found touching by the first step. */
	#unsure = new Set<number>();
	#walkers = new Set<Part>();

	constructor(bodies: Bodies) {
		this.#bodies = bodies;
	}

	/** Those of the last tick, in the order in which they came. */
	get last(): readonly Contact[] {
		return this.#last;
	}

	save(): SavedContact[] {
		return [...this.#touching].map(([key, { first, second, ways }]) => ({
			...{ first: first.entity.index, second: second.entity.index, ways },
			missed: this.#met.get(key)?.missed ?? 0,
		}));
	}

	/** What touched in the game that this one goes on from does not begin to again. */
	restore(contacts: readonly SavedContact[]): void {
		const { parts } = this.#bodies;
		for (const { first: a, second: b, ways, missed } of contacts) {
			const [first, second] = [parts.get(a), parts.get(b)];
			if (!first || !second) continue;
			const key = keyOf(first, second);
			this.#touching.set(key, { first, second, ways });
			if (ways & BY_STEP) this.#unsure.add(key);
			if (ways & BY_WALK) this.#met.set(key, { first, second, missed });
		}
	}

	/** An outline is heard from now on: what it touches already began to with the coming tick. */
	begin(part: Part): void {
		const { world, byHandle } = this.#bodies;
		const take = ({ handle }: Collider) => {
			const other = byHandle.get(handle);
			if (other) this.#begun.push({ first: part, second: other });
		};
		world.intersectionPairsWith(part.collider, (other) => {
			if (world.intersectionPair(part.collider, other)) take(other);
		});
		world.contactPairsWith(part.collider, (other) => {
			let touches = false;
			world.contactPair(part.collider, other, (contact) => (touches ||= contact.numSolverContacts() > 0));
			if (touches) take(other);
		});
	}

	/** Something walked, and ran into these. */
	walked(walker: Part, others: readonly Part[]): void {
		this.#walkers.add(walker);
		for (const other of others) {
			if (!this.#bodies.isWatched(walker) && !this.#bodies.isWatched(other)) continue;
			this.#met.set(keyOf(walker, other), { first: walker, second: other, missed: 0 });
		}
	}

	/** After each step of the world. */
	take(): void {
		this.#last = [];
		if (this.#bodies.takeRemoved()) this.#endRemoved();
		for (const pair of this.#begun) if (this.#isThere(pair)) this.#turn(pair, BY_STEP, true);
		this.#begun = [];
		const { events, byHandle } = this.#bodies;
		events.drainCollisionEvents((handle1, handle2, began) => {
			const [first, second] = [byHandle.get(handle1), byHandle.get(handle2)];
			if (first && second) this.#turn({ first, second }, BY_STEP, began);
		});
		this.#endUnsure();
		for (const [key, met] of this.#met) {
			if (met.missed === 0) this.#turn(met, BY_WALK, true);
			if (this.#walkers.has(met.first)) met.missed++;
			if (met.missed <= PARTED_AFTER && this.#isThere(met)) continue;
			this.#met.delete(key);
			this.#turn(met, BY_WALK, false);
		}
		this.#walkers.clear();
	}

	/** Rapier tells nothing of what was taken out while it touched. */
	#endRemoved(): void {
		for (const [key, pair] of this.#touching) {
			if (this.#isThere(pair)) continue;
			this.#touching.delete(key);
			this.#last.push(contactOf(pair, false));
		}
	}

	/** It parted where one game went over into the next. */
	#endUnsure(): void {
		for (const key of this.#unsure) {
			const pair = this.#touching.get(key);
			if (pair) this.#turn(pair, BY_STEP, false);
		}
		this.#unsure.clear();
	}

	#isThere({ first, second }: Pair): boolean {
		const { parts } = this.#bodies;
		return parts.get(first.entity.index) === first && parts.get(second.entity.index) === second;
	}

	/** Tells that a pair began to touch, or parted, when it did neither already in the other way. */
	#turn(pair: Pair, way: number, on: boolean): void {
		const key = keyOf(pair.first, pair.second);
		if (way === BY_STEP) this.#unsure.delete(key);
		const before = this.#touching.get(key)?.ways ?? 0;
		const ways = on ? before | way : before & ~way;
		if (ways === 0) this.#touching.delete(key);
		else this.#touching.set(key, { ...pair, ways });
		if ((before === 0) !== (ways === 0)) this.#last.push(contactOf(pair, on));
	}
}

function contactOf({ first, second }: Pair, began: boolean): Contact {
	const [one, other] = thingOf(first) <= thingOf(second) ? [first, second] : [second, first];
	return {
		a: thingOf(one),
		b: thingOf(other),
		partA: one.entity.index,
		partB: other.entity.index,
		began,
		isSensor: one.isSensor || other.isSensor,
	};
}

/** The entity that is met when an outline is: that of the body that holds it, or its own. */
export const thingOf = ({ entity, holder }: Part): number => (holder?.entity ?? entity).index;

function keyOf(first: Part, second: Part): number {
	const [a, b] = [first.entity.index, second.entity.index];
	return Math.min(a, b) * KEYS + Math.max(a, b);
}
