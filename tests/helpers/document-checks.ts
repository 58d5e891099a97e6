import * as Y from 'yjs';
import type { DocumentId, EntityId } from '#lib/base/ids.ts';
import { checkField } from '#lib/doc/components/component.ts';
import { fieldOfKey } from '#lib/doc/components/registry.ts';
import { isRemoved, parseName, parsePlace } from '#lib/doc/entity.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { isEntityPath, type ExpandedId } from '#lib/doc/prefabs/entity-path.ts';
import type { ExpandedScene } from '#lib/doc/prefabs/expanded-scene.ts';
import { parseOverrideKey, prefabOf } from '#lib/doc/prefabs/overrides.ts';
import { expandPrefabs } from '#lib/doc/prefabs/prefab-expansion.ts';
import { SceneDocument } from '#lib/doc/scene.ts';
import { registerKey, rowKey } from './document-ledger.ts';
import { readerOf, type Person } from './document-person.ts';
import { readWrites } from './document-undo.ts';
import type { DocumentWorld } from './document-world.ts';

/** Everybody has everything: now it must be the same for all of them, and sound. */
export function checkSettled(world: DocumentWorld): void {
	const [first, ...others] = world.people as [Person, ...Person[]];
	for (const person of world.people) {
		for (const document of person.documents.values()) {
			if (document.hasPending()) throw new Error(`${person.name} waits for something in ${document.kind}.`);
		}
		checkReaders(person);
	}
	for (const [id, document] of first.documents) {
		const content = contentOf(document);
		for (const other of others) {
			const theirs = other.documents.get(id);
			if (!theirs) throw new Error(`${other.name} has no ${document.kind} ${id}.`);
			same(contentOf(theirs), content, `the ${document.kind} of ${other.name} and ${first.name}`);
			const [a, b] = [document, theirs].map((one) => [...Y.decodeStateVector(one.stateVector())].sort());
			same(JSON.stringify(a), JSON.stringify(b), `the states of ${other.name} and ${first.name}`);
		}
	}
	checkNothingLost(world, first);
	checkForgeries(world, first);
	for (const document of first.documents.values()) checkValues(world, document);
	for (const id of world.documentsOf('scene', 'prefab')) {
		const [shown, ...theirs] = world.people.map((person) => describeExpanded(person.expansion(id).snapshot));
		for (const text of theirs) same(text, shown ?? '', `what is shown of ${id}`);
		checkInstances(world, first, id);
	}
}

/** Every instance is of a prefab that the project's list knows, and that is there. */
function checkInstances({ ledger, projectId }: DocumentWorld, person: Person, id: DocumentId): void {
	const { entities, problems } = person.expansion(id).snapshot;
	for (const entityId of entities.keys()) if (isEntityPath(entityId)) ledger.count('derived');
	for (const { rule } of problems) if (rule === 'cycle') ledger.count('prefab cycles');
	const listed = person.project.document.ydoc.getMap('documents');
	for (const entity of person.scene(id).snapshot.entities.values()) {
		const source = prefabOf(entity);
		if (source && !listed.has(source) && !ledger.gone.has(rowKey(projectId, 'documents', source)))
			throw new Error(`${entity.id} is an instance of ${source}, which the project does not know.`);
	}
	const missing = problems.find(({ rule }) => rule === 'missing');
	if (missing) throw new Error(`The prefab ${missing.documentId} of ${missing.instanceId} is nowhere.`);
}

/** What readers took in bit by bit is what they would read at once. */
export function checkReaders(person: Person): void {
	for (const [id, document] of person.documents) {
		const copy = copyOf(document);
		const reader = readerOf(copy);
		const theirs = reader instanceof SceneDocument ? describeScene(person.scene(id)) : undefined;
		if (reader instanceof SceneDocument) {
			checkTree(reader);
			same(theirs ?? '', describeScene(reader), `what ${person.name} reads of a ${document.kind}`);
			checkExpansion(person, reader);
		} else {
			const shown = document.kind === 'project' ? person.project : person.script(id);
			same(plain(shown.snapshot), plain(reader.snapshot), `what ${person.name} reads of a ${document.kind}`);
		}
		reader.dispose();
		copy.destroy();
	}
}

/** What instances show hangs in the tree as everything does, and is what one would work out anew. */
function checkExpansion(person: Person, { document, snapshot }: SceneDocument): void {
	const options = document.kind === 'prefab' ? { self: document.id } : {};
	const anew = expandPrefabs(snapshot, person.sources, options);
	const shown = person.expansion(document.id).snapshot;
	same(describeExpanded(shown), describeExpanded(anew), `what ${person.name} is shown of a ${document.kind}`);
	const seen = new Set<ExpandedId>();
	const walk = (parent: ExpandedId | null) => {
		for (const id of anew.hierarchy.childrenOf.get(parent) ?? []) {
			if (seen.has(id)) throw new Error(`${id} is shown twice.`);
			if (!anew.entities.has(id)) throw new Error(`${id} is shown, but is not there.`);
			if (anew.hierarchy.parentOf.get(id) !== parent) throw new Error(`${id} is shown in two places.`);
			seen.add(id);
			walk(id);
		}
	};
	walk(null);
	if (seen.size !== anew.entities.size) throw new Error('Not everything that instances show can be reached.');
}

const describeExpanded = ({ entities, hierarchy, problems }: ExpandedScene): string =>
	plain({
		entities: new Map([...entities].map(([id, entity]) => [id, { ...entity, values: { ...entity.values } }])),
		...hierarchy,
		problems,
	});

export function checkTree({ snapshot }: SceneDocument): void {
	const { entities, hierarchy } = snapshot;
	const seen = new Set<EntityId>();
	const walk = (parent: EntityId | null) => {
		for (const id of hierarchy.childrenOf.get(parent) ?? []) {
			if (seen.has(id)) throw new Error(`${id} hangs in the tree twice.`);
			if (!entities.has(id)) throw new Error(`${id} hangs in the tree, but is not there.`);
			if (hierarchy.parentOf.get(id) !== parent) throw new Error(`${id} has two parents.`);
			seen.add(id);
			walk(id);
		}
	};
	walk(null);
	if (seen.size !== entities.size) throw new Error(`${entities.size - seen.size} hang on nothing.`);
	if (hierarchy.parentOf.size !== entities.size) throw new Error('There are more parents than entities.');
}

/** Everything one can see of a scene, as text. */
export function describeScene({ snapshot, removed }: SceneDocument): string {
	const { parentOf, childrenOf, healed } = snapshot.hierarchy;
	const all = [...snapshot.entities.values(), ...removed.values()];
	const entities = new Map(all.map((entity) => [entity.id, { ...entity, values: { ...entity.values } }]));
	return plain({ entities, parentOf, childrenOf, healed });
}

/** What all people ever made is there, unless somebody took it away. */
function checkNothingLost(world: DocumentWorld, person: Person): void {
	const { created, gone } = world.ledger;
	for (const { id, ydoc } of person.documents.values()) {
		for (const table of ['entities', 'documents', 'branches']) {
			const rows = ydoc.getMap<unknown>(table);
			const isThere = (name: string) => {
				const row = rows.get(name);
				return row instanceof Y.Map && !isRemoved(row.get('removed'));
			};
			const beginning = rowKey(id, table, '');
			for (const at of created) {
				if (!at.startsWith(beginning)) continue;
				const name = at.slice(beginning.length);
				const isGone = world.relativesOf(id).some((other) => gone.has(rowKey(other, table, name)));
				if (!isGone && !isThere(name)) throw new Error(`${at} is lost; nobody took it away.`);
			}
		}
	}
}

function checkForgeries(world: DocumentWorld, person: Person): void {
	const { forgeries, restored, gone } = world.ledger;
	for (const { documentId, table, row, key, value } of forgeries) {
		const relatives = world.relativesOf(documentId);
		// Made what it was before.
		if (relatives.some((id) => restored.has(registerKey(id, { table, row, key })))) continue;
		const map = person.documents.get(documentId)?.ydoc.getMap<unknown>(table).get(row);
		// Swept, with everything in it.
		if (!(map instanceof Y.Map) && relatives.some((id) => gone.has(rowKey(id, table, row)))) continue;
		const kept = map instanceof Y.Map ? JSON.stringify(map.get(key)) : 'nothing';
		same(kept, JSON.stringify(value), `the unknown ${key} of ${row}`);
	}
}

/** What stands in fields is what commands let in, or what a stranger wrote past them. */
function checkValues({ ledger }: DocumentWorld, document: LiveDocument): void {
	for (const { table, row, key, value } of readWrites(document)) {
		if (table !== 'entities' || row === '' || value === undefined) continue;
		if (ledger.forgedValues.has(JSON.stringify(value))) continue;
		const field = fieldOfKey(parseOverrideKey(key)?.key ?? key)?.field;
		const checked = field ? checkField(field, value) : undefined;
		if (checked && !checked.ok)
			throw new Error(`${key} of ${row} ${checked.error}, but is ${JSON.stringify(value)}`);
		if (key === 'name' && parseName(value) !== value)
			throw new Error(`${row} is called ${JSON.stringify(value)}`);
		if (key === 'place' && !parsePlace(value)) throw new Error(`${row} is at ${JSON.stringify(value)}`);
	}
}

/** Everything a document says, whatever it is called, as text. */
export function contentOf(document: LiveDocument): string {
	const copy = copyOf(document);
	const roots = [...copy.ydoc.share.keys()].map((name) => {
		const root = name === 'text' ? copy.ydoc.getText(name) : copy.ydoc.getMap(name);
		return [name, root.toJSON()] as const;
	});
	const content = plain(new Map(roots.filter(([, json]) => plain(json) !== '{}')));
	copy.destroy();
	return content;
}

function copyOf(document: LiveDocument): LiveDocument {
	const copy = new LiveDocument(document.id, document.kind);
	copy.applyV2(document.encodeState(), 'storage');
	return copy;
}

/** JSON with keys in one order, maps included. */
export const plain = (value: unknown): string =>
	JSON.stringify(value, (_, item: unknown) => {
		if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
		const entries =
			item instanceof Map || Symbol.iterator in item
				? [...(item as Map<unknown, unknown>)]
				: Object.entries(item);
		return Object.fromEntries(
			entries.map(([key, one]) => [String(key), one] as [string, unknown]).sort(byName),
		);
	});

const byName = (a: readonly [string, unknown], b: readonly [string, unknown]) => (a[0] < b[0] ? -1 : 1);

/** Says where two texts begin to differ. */
export function same(actual: string, expected: string, what: string): void {
	if (actual === expected) return;
	let at = 0;
	while (actual[at] === expected[at]) at++;
	const around = (text: string) => text.slice(Math.max(0, at - 60), at + 60);
	throw new Error(`Not the same: ${what}.\n…${around(actual)}…\n…${around(expected)}…`);
}
