import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { readBranches } from '#lib/doc/branches/branch-list.ts';
import { ProjectDocument } from '#lib/doc/project.ts';
import { SceneDocument } from '#lib/doc/scene.ts';
import { plain, same } from '../helpers/document-checks.ts';
import { readerOf, type Person } from '../helpers/document-person.ts';
import { ACT_NAMES, arbitraryOps, play, type Script } from '../helpers/document-run.ts';
import { DocumentWorld } from '../helpers/document-world.ts';

vi.mock('nanoid', () => import('../helpers/seeded-chance.ts'));

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 60);
const FIRST_SEED = Number(process.env['FUZZ_SEED'] ?? 1);

/** What cannot be undone, or needs others. */
const NOT_HERE = [
	'towers',
	'move across',
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

/** Everything that undo is about, as it shows. */
function describeShown(person: Person, { forks }: DocumentWorld): string {
	const branches = readBranches(person.project.document).filter(({ removed }) => !removed);
	const listed = new Set(branches.flatMap(({ copies }) => [...copies.values()]));
	const shown = new Map<string, unknown>();
	for (const document of person.documents.values()) {
		if (forks.has(document.id) && !listed.has(document.id)) continue;
		const reader = readerOf(document);
		reader.dispose();
		if (reader instanceof ProjectDocument) {
			const { title, documents } = reader.snapshot;
			shown.set(document.id, { title, documents });
		} else if (reader instanceof SceneDocument && reader.snapshot.entities.size > 0) {
			const { entities, hierarchy } = reader.snapshot;
			shown.set(document.id, { entities: new Map(entities), ...hierarchy });
		}
	}
	return plain(shown);
}

/** Plays a script, and remembers what was to be seen at every gesture: undo and redo must go back and forth on it. */
class Timeline {
	readonly #person: Person;
	readonly #world: DocumentWorld;
	#shown: string[];
	#at = 0;
	steps = 0;

	constructor(person: Person, world: DocumentWorld) {
		this.#world = world;
		this.#person = person;
		this.#shown = [describeShown(person, world)];
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
		this.#shown[this.#at] = describeShown(this.#person, this.#world);
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
		same(
			describeShown(this.#person, this.#world),
			this.#shown[this.#at] ?? '',
			`what is shown, ${this.#at} gestures on`,
		);
	}
}

describe('undo by a lone person', () => {
	it('[D13] goes back through everything that was, and forth again, reloads in between', () => {
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
		fc.assert(fc.property(scripts, run), { seed: FIRST_SEED, numRuns: RUNS });
		console.log(`${steps} steps`);
		expect(steps).toBeGreaterThan(RUNS * 20);
	});
});
