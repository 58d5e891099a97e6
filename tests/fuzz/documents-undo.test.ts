import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { DocumentId } from '#lib/base/ids.ts';
import { plain, same } from '../helpers/document-checks.ts';
import type { Person } from '../helpers/document-person.ts';
import { ACT_NAMES, arbitraryOps, play, type Script } from '../helpers/document-run.ts';
import { DocumentWorld } from '../helpers/document-world.ts';

vi.mock('nanoid', () => import('../helpers/seeded-chance.ts'));

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 100);
/** Milliseconds, many times what it takes: whatever finds a failure could go on shrinking it for hours. */
const TIME = RUNS * 2_000;
const FIRST_SEED = Number(process.env['FUZZ_SEED'] ?? 1);

/** What cannot be undone, or needs others. */
const NOT_HERE = [
	'towers',
	'move across',
	'add across',
	'work on both',
	'nest across',
	'sweep',
	'script',
	'forge',
	'crash',
	'deliver',
	'deliver out of order',
	'deliver twice',
];
const ACTS = ACT_NAMES.filter((name) => !NOT_HERE.includes(name));

/** Everything that undo is about, as it shows, document by document. */
function describeShown(person: Person): ReadonlyMap<DocumentId, string> {
	const shown = new Map<DocumentId, string>();
	for (const { id, kind } of person.documents.values()) {
		if (kind === 'project') {
			const { title, documents } = person.project.snapshot;
			shown.set(id, plain({ title, documents }));
		} else if (kind !== 'script') {
			const { entities, hierarchy } = person.scene(id).snapshot;
			if (entities.size > 0) shown.set(id, plain({ entities: new Map(entities), ...hierarchy }));
		}
	}
	return shown;
}

/** Plays a script, and remembers what was to be seen at every gesture: undo and redo must go back and forth on it. */
class Timeline {
	readonly #person: Person;
	readonly #world: DocumentWorld;
	#shown: ReadonlyMap<DocumentId, string>[];
	/** Branches as they began: making one is no gesture, and undo does not take it back. */
	readonly #forks = new Map<DocumentId, string>();
	#at = 0;
	steps = 0;

	constructor(person: Person, world: DocumentWorld) {
		this.#world = world;
		this.#person = person;
		this.#shown = [describeShown(person)];
	}

	get gestures(): number {
		return this.#person.stacks.undo.length;
	}

	/** After something was done that is no step: a gesture more, or nothing to be seen. */
	note(): void {
		if (this.gestures === this.#at) return this.check();
		expect(this.gestures).toBe(this.#at + 1);
		expect(this.#person.stacks.redo).toEqual([]);
		this.#at = this.gestures;
		this.#shown.length = this.#at;
		this.#shown[this.#at] = describeShown(this.#person);
	}

	step(step: 'undo' | 'redo'): boolean {
		const result = this.#person.history[step]();
		if (!result.ok) throw new Error(result.error.message);
		if (!result.value) return false;
		const { skipped } = result.value;
		if (skipped.length > 0) throw new Error(`${step} left alone: ${plain(skipped)}`);
		this.steps++;
		this.#at += step === 'undo' ? -1 : 1;
		if (this.gestures !== this.#at) throw new Error(`${step} went to ${this.gestures}, not ${this.#at}.`);
		this.check();
		return true;
	}

	check(): void {
		const shown = describeShown(this.#person);
		const expected = this.#shown[this.#at];
		for (const id of this.#person.documents.keys()) {
			if (this.#world.forks.has(id) && !this.#forks.has(id)) this.#forks.set(id, shown.get(id) ?? '');
			const text = expected?.get(id) ?? this.#forks.get(id) ?? '';
			same(shown.get(id) ?? '', text, `what is shown, ${this.#at} gestures on`);
		}
	}
}

describe('undo by a lone person', () => {
	it(
		'[D13] goes back through everything that was, and forth again, reloads in between',
		{ timeout: 2 * TIME },
		() => {
			let steps = 0;
			const run = ({ seed, ops }: Script) => {
				const world = new DocumentWorld(seed, 1);
				const [person] = world.people as [Person];
				const timeline = new Timeline(person, world);
				const log: string[] = [];
				try {
					for (const op of ops) {
						if (op.act === 'undo' || op.act === 'redo') log.push(timeline.step(op.act) ? op.act : '');
						else {
							log.push(play(world, op));
							timeline.note();
						}
					}
					while (timeline.step('undo')) if (timeline.gestures % 9 === 0) person.reload();
					while (timeline.step('redo')) if (timeline.gestures % 7 === 0) person.reload();
					while (timeline.step('undo')) if (timeline.gestures % 5 === 0) person.reload();
				} catch (cause) {
					throw new Error(log.filter((line) => line !== '').join('\n'), { cause });
				} finally {
					steps += timeline.steps;
					world.dispose();
				}
			};
			const scripts = fc.record({ seed: fc.nat(), people: fc.constant(1), ops: arbitraryOps(ACTS, 60) });
			fc.assert(fc.property(scripts, run), {
				seed: FIRST_SEED,
				numRuns: RUNS,
				interruptAfterTimeLimit: TIME,
			});
			if (process.env['FUZZ_RUNS']) console.log(`${steps} steps`);
			expect(steps).toBeGreaterThan(RUNS * 20);
		},
	);
});
