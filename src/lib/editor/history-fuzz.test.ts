import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GestureBook } from '../../../tests/helpers/gesture-book.ts';
import { mintDocumentId, type DocumentId, type EntityId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { readRegisters } from '../doc/branches/read-registers.ts';
import { addEntities } from '../doc/commands/add-entities.ts';
import { duplicateEntities } from '../doc/commands/duplicate-entities.ts';
import { moveEntities } from '../doc/commands/move-entities.ts';
import { removeEntities } from '../doc/commands/remove-entities.ts';
import { setComponent } from '../doc/commands/set-component.ts';
import { renameEntity, setFields } from '../doc/commands/set-fields.ts';
import { LiveDocument, type DocumentKind } from '../doc/live-document.ts';
import { ProjectDocument } from '../doc/project.ts';
import { authorOf, type Stamp } from '../doc/registers.ts';
import { SceneDocument } from '../doc/scene.ts';
import { History, type HistoryStep } from './history.ts';

const IDS: readonly (readonly [DocumentId, DocumentKind])[] = [
	[mintDocumentId(), 'scene'],
	[mintDocumentId(), 'prefab'],
	[mintDocumentId(), 'project'],
];

const COMMANDS = [
	'add',
	'set',
	'rename',
	'move',
	'remove',
	'duplicate',
	'component',
	'title',
	'document',
	'join',
] as const;
type CommandName = (typeof COMMANDS)[number];

/** One thing a person does; the numbers choose what to do it to. */
type Act = {
	readonly by: number;
	readonly name: CommandName | 'undo' | 'redo' | 'reload' | 'exchange';
	readonly a: number;
	readonly b: number;
};

/** A person with two trees of entities and the index, who can close the page and come back. */
class Person {
	readonly name: string;
	/** Every replica this person ever wrote with. */
	readonly replicas = new Set<number>();
	readonly book = new GestureBook();
	documents: LiveDocument[] = [];
	scenes: SceneDocument[] = [];
	project!: ProjectDocument;
	history!: History;

	constructor(name: string) {
		this.name = name;
		this.reload();
	}

	reload(): void {
		const states = this.documents.map((document) => document.encodeState());
		this.history?.dispose();
		this.documents = IDS.map(([id, kind]) => new LiveDocument(id, kind));
		this.documents.forEach((document, i) => {
			const state = states[i];
			if (state) document.applyV2(state, 'storage');
			document.author = this.name;
			this.replicas.add(document.clientId);
		});
		const [scene, prefab, index] = this.documents as [LiveDocument, LiveDocument, LiveDocument];
		this.scenes = [new SceneDocument(scene), new SceneDocument(prefab)];
		this.project = new ProjectDocument(index);
		this.history = new History({ find: (id) => this.documents.find((it) => it.id === id), loading: true });
		for (const document of this.documents) this.history.watch(document);
		this.book.keep(this.history);
		this.history.load(this.book.read());
	}

	/** What can be seen of everything. */
	get seen(): string {
		const trees = this.scenes.map(({ snapshot }) => Object.fromEntries(snapshot.entities));
		const { title, documents } = this.project.snapshot;
		return JSON.stringify([trees, title, documents], (_, value: unknown) => sortMembers(value), 1);
	}

	get stamps(): ReadonlyMap<string, Stamp> {
		const all = this.documents.flatMap((document) =>
			Array.from(
				readRegisters(document.ydoc),
				([key, { stamp }]) => [`${document.id}\n${key}`, stamp] as const,
			),
		);
		return new Map(all);
	}

	run(name: CommandName, a: number, b: number): void {
		const scene = this.scenes[a % 2] as SceneDocument;
		const ids = [...scene.snapshot.entities.keys()].sort();
		const at = (n: number): EntityId | undefined => ids[n % Math.max(1, ids.length)];
		const [one, other] = [at(a), at(b)];
		switch (name) {
			case 'add': {
				const child = { name: `Child ${b}`, values: {} };
				addEntities(scene, [{ name: `N${a}`, values: { mesh: true }, children: [child] }], one ?? null);
				break;
			}
			case 'set':
				if (one) {
					const value = [b % 3, 0, a % 2];
					setFields(scene, [
						{ entityId: one, key: 'position', value },
						{ entityId: other ?? one, key: 'scale', value: [1, 1 + (b % 2), 1] },
					]);
				}
				break;
			case 'rename':
				if (one) renameEntity(scene, one, `Name ${b % 4}`);
				break;
			case 'move':
				if (one && other) {
					moveEntities(scene, [one], { parentId: b % 3 === 0 ? null : other, beforeId: at(b + 1) ?? null });
				}
				break;
			case 'remove':
				if (one) removeEntities(scene, [one]);
				break;
			case 'duplicate':
				if (one && ids.length < 30) duplicateEntities(scene, [one]);
				break;
			case 'component':
				if (one) setComponent(scene, [one], b % 2 ? 'light' : 'mesh', b % 3 === 0);
				break;
			case 'title':
				this.project.rename(`Title ${b % 4}`);
				break;
			case 'document': {
				const { documents } = this.project.snapshot;
				const entry = documents[a % Math.max(1, documents.length)];
				if (b % 3 === 0 || !entry) this.project.addDocument('page', `Page ${b}`);
				else if (b % 3 === 1) this.project.setDocumentRemoved(entry.id, true);
				else this.project.renameDocument(entry.id, `Page ${a}`);
				break;
			}
			case 'join':
				this.history.join('join', () => {
					for (const [i, inner] of (['add', 'rename', 'title', 'set'] as const).entries()) {
						this.run(inner, a + i, b + i);
					}
				});
				break;
		}
	}

	undoAll(): HistoryStep[] {
		return all(() => unwrap(this.history.undo()));
	}

	redoAll(): HistoryStep[] {
		return all(() => unwrap(this.history.redo()));
	}
}

/** Replicas keep the members of maps in an order of their own. */
function sortMembers(value: unknown): unknown {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
	return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function all(step: () => HistoryStep | undefined): HistoryStep[] {
	const steps: HistoryStep[] = [];
	for (let made = step(); made; made = step()) steps.push(made);
	return steps;
}

function exchange(one: Person, other: Person): void {
	one.documents.forEach((document, i) => {
		const theirs = other.documents[i] as LiveDocument;
		const forThem = document.encodeDiff(theirs.stateVector());
		document.apply(theirs.encodeDiff(document.stateVector()), 'network');
		theirs.apply(forThem, 'network');
	});
}

const skippedIn = (steps: readonly (HistoryStep | undefined)[]) =>
	steps.flatMap((step) => step?.skipped ?? []);

/** The fewer there is to choose from, the more often two people choose the same. */
const act = (names: readonly Act['name'][], choice: number) =>
	fc.record({
		by: fc.nat(1),
		name: fc.constantFrom(...names),
		a: fc.nat(choice),
		b: fc.nat(choice),
	}) satisfies fc.Arbitrary<Act>;

const OFTEN = [...COMMANDS, ...COMMANDS];
/** Little is made, so that much is done to the same things. */
const CONTESTED = ['set', 'rename', 'title', 'document', 'remove', 'add'] as const;

describe('undo, whatever was done', () => {
	it('[D13] of everything and redo of everything change nothing for one person alone, reloads included', () => {
		let undone = 0;
		fc.assert(
			fc.property(
				fc.array(act([...OFTEN, 'undo', 'redo', 'reload'], 50), { minLength: 5, maxLength: 40 }),
				(acts) => {
					const [ben, ana] = [new Person('Ben'), new Person('Ana')];
					for (const name of ['add', 'add', 'title', 'document'] as const) ben.run(name, 1, 3);
					exchange(ben, ana);
					const before = ana.seen;
					for (const { name, a, b } of acts) {
						if (name === 'undo' || name === 'redo') {
							expect(skippedIn([unwrap(ana.history[name]())])).toEqual([]);
						} else if (name === 'reload') ana.reload();
						else if (name !== 'exchange') ana.run(name, a, b);
					}
					expect(skippedIn(ana.redoAll())).toEqual([]);
					const after = ana.seen;
					if (acts.length % 2) ana.reload();
					const steps = ana.undoAll();
					expect(skippedIn(steps)).toEqual([]);
					undone += steps.length;
					expect(ana.seen).toBe(before);
					if (acts.length % 3) ana.reload();
					expect(skippedIn(ana.redoAll())).toEqual([]);
					expect(ana.seen).toBe(after);
				},
			),
			{ numRuns: 150, seed: 3 },
		);
		expect(undone).toBeGreaterThan(500);
	});

	it('[D10] [D11] never touches what somebody else wrote last, and takes nothing from them', () => {
		let [written, skipped] = [0, 0];
		fc.assert(
			fc.property(
				fc.array(act([...CONTESTED, 'undo', 'undo', 'redo', 'exchange', 'exchange', 'reload'], 3), {
					minLength: 10,
					maxLength: 60,
				}),
				(acts) => {
					const people = [new Person('Ana'), new Person('Ben')] as const;
					people[0].run('add', 0, 0);
					exchange(...people);
					for (const { by, name, a, b } of acts) {
						const person = people[by] as Person;
						if (name === 'exchange') exchange(...people);
						else if (name === 'reload') person.reload();
						else if (name === 'undo' || name === 'redo') {
							const before = person.stamps;
							const step = unwrap(person.history[name]());
							expectOnlyOwn(person, before);
							if (name === 'undo') expectNothingTaken(person, step);
							written += step?.parts.length ?? 0;
							skipped += step?.skipped.length ?? 0;
						} else person.run(name, a, b);
					}
					exchange(...people);
					expect(people[0].seen).toBe(people[1].seen);
				},
			),
			{ numRuns: 200, seed: 4 },
		);
		expect(written).toBeGreaterThan(200);
		expect(skipped).toBeGreaterThan(5);
	});
});

/** Every register that was written showed a write of this person before, or none. */
function expectOnlyOwn(person: Person, before: ReadonlyMap<string, Stamp>): void {
	for (const [key, stamp] of person.stamps) {
		const old = before.get(key) ?? null;
		if (old === stamp || key.includes('authors') || key.includes('schema')) continue;
		const author = authorOf(old);
		if (author !== null) expect(person.replicas, key).toContain(author);
	}
}

/** What went because its making was undone shows no write of anybody else. */
function expectNothingTaken(person: Person, step: HistoryStep | undefined): void {
	for (const { documentId, changes } of step?.parts ?? []) {
		const document = person.documents.find(({ id }) => id === documentId) as LiveDocument;
		const rows = new Set(
			changes
				.filter(({ key, after, seen }) => key === 'removed' && after === true && seen)
				.map(({ row }) => row),
		);
		for (const { row, stamp } of readRegisters(document.ydoc).values()) {
			const author = rows.has(row) ? authorOf(stamp) : null;
			if (author !== null) expect(person.replicas).toContain(author);
		}
	}
}
