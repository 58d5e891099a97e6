import fc from 'fast-check';
import { HISTORY_ACTS } from './document-acts-history.ts';
import { NETWORK_ACTS } from './document-acts-network.ts';
import { OTHER_ACTS } from './document-acts-other.ts';
import { PREFAB_ACTS } from './document-acts-prefab.ts';
import { SCENE_ACTS } from './document-acts-scene.ts';
import { checkSettled } from './document-checks.ts';
import { Turn } from './document-turn.ts';
import { DocumentWorld } from './document-world.ts';

const ACTS = { ...SCENE_ACTS, ...PREFAB_ACTS, ...HISTORY_ACTS, ...OTHER_ACTS, ...NETWORK_ACTS };
export type ActName = keyof typeof ACTS;

/** One turn as plain data: who, what, and numbers from which everything else is picked among what there is. */
export type Op = { readonly who: number; readonly act: ActName; readonly picks: readonly number[] };

/** A run as plain data, which fast-check makes and shrinks. */
export type Script = { readonly seed: number; readonly people: number; readonly ops: readonly Op[] };

const PICKS = 10;

/** Ops of these acts, as often as they say. */
export function arbitraryOps(names: readonly ActName[], most: number): fc.Arbitrary<readonly Op[]> {
	const act = fc.oneof(
		...names.map((name) => ({ weight: ACTS[name][0] * 10, arbitrary: fc.constant(name) })),
	);
	const picks = fc.array(fc.nat(999), { minLength: PICKS, maxLength: PICKS });
	const op = fc.record({ who: fc.nat(4), act, picks });
	return fc.array(op, { maxLength: most, size: 'max' });
}

export const ACT_NAMES = Object.keys(ACTS) as ActName[];

/** Does what the script says; returns the world, settled and checked. Whoever calls disposes it. */
export function runScript({ seed, people, ops }: Script): DocumentWorld {
	const world = new DocumentWorld(seed, people);
	const log: string[] = [];
	try {
		for (const op of ops) log.push(play(world, op));
		world.network.settle();
		checkSettled(world);
	} catch (cause) {
		world.dispose();
		const told = log.filter((line) => line !== '').join('\n');
		throw new Error(`${cause instanceof Error ? cause.message : String(cause)}\n\n${told}`, { cause });
	}
	return world;
}

/** One turn; what was done in it, in words. */
export function play(world: DocumentWorld, { who, act, picks }: Op): string {
	const turn = new Turn(world, who, picks);
	const done = ACTS[act][1](turn);
	return done === undefined ? '' : `${turn.person.name} ${done}`;
}
