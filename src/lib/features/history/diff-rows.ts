import type { EntityId } from '#lib/base/ids.ts';
import type { BlockHunk } from '#lib/doc/diff/diff-pages.ts';
import type { DocumentDiff } from '#lib/doc/diff/diff-documents.ts';
import type { ProjectDiff } from '#lib/doc/diff/diff-projects.ts';
import type { EntityDiff, EntityMove, SceneDiff } from '#lib/doc/diff/diff-scenes.ts';
import { componentOf, COMPONENTS, fieldOfKey } from '#lib/doc/components/registry.ts';
import { isPageText, type PageNode } from '#lib/doc/page-content.ts';
import type { TextHunk } from '#lib/doc/text-diff.ts';
import { m } from '#lib/paraglide/messages.js';
import { nameOfKey, ownKey } from '#lib/studio/name-of-key.ts';
import { valueWords, type ThingNames } from './value-words.ts';

/** One field, before and after, in words. */
export type FieldRow = { readonly label: string; readonly before: string; readonly after: string };

/** One thing that differs between two states of a document, in words. */
export type DiffRow = {
	readonly key: string;
	readonly name: string;
	readonly what: 'added' | 'removed' | 'changed';
	/** Null for what is no entity. */
	readonly entityId: EntityId | null;
	readonly fields: readonly FieldRow[];
};

/** What differs, thing by thing: what went first, then what changed, then what came. */
export function diffRows(diff: DocumentDiff, names: ThingNames): readonly DiffRow[] {
	switch (diff.kind) {
		case 'scene':
		case 'prefab':
			return sceneRows(diff.diff, names);
		case 'page':
			return diff.hunks.map(blockRow);
		case 'script':
			return diff.hunks.map(lineRow);
		case 'project':
			return projectRows(diff.diff);
	}
}

function sceneRows({ added, removed, changed, moved }: SceneDiff, names: ThingNames): DiffRow[] {
	const changes = new Map<EntityId, FieldRow[]>();
	const rowsOf = (id: EntityId) => {
		const rows = changes.get(id) ?? [];
		changes.set(id, rows);
		return rows;
	};
	for (const entity of changed) rowsOf(entity.id).push(...entityFields(entity, names));
	for (const move of moved) rowsOf(move.id).push(moveField(move, names));
	const whole = (what: 'added' | 'removed', entities: typeof added): DiffRow[] =>
		entities.map(({ id, name }) => ({ key: id, name, what, entityId: id, fields: [] }));
	return [
		...whole('removed', removed),
		...Array.from(changes, ([id, fields]): DiffRow => {
			const name = names.entity(id) ?? m.history_gone();
			return { key: id, name, what: 'changed', entityId: id, fields };
		}),
		...whole('added', added),
	];
}

function entityFields({ name, fields }: EntityDiff, names: ThingNames): FieldRow[] {
	const rows = fields.map(({ key, before, after }) => ({
		label: labelOf(key),
		before: valueWords(key, before, names),
		after: valueWords(key, after, names),
	}));
	return name ? [{ label: nameOfKey('name'), ...name }, ...rows] : rows;
}

/** With its component, as several have a color. */
export function labelOf(key: string): string {
	const component = fieldOfKey(ownKey(key))?.component;
	const field = nameOfKey(key);
	if (component === undefined || component === 'transform') return field;
	return m.history_of_component({ component: COMPONENTS[componentOf(component)].label, field });
}

function moveField({ kind, before, after }: EntityMove, names: ThingNames): FieldRow {
	if (kind === 'order')
		return { label: m.history_order(), before: m.history_order_before(), after: m.history_order_after() };
	const where = (parent: EntityId | null) => valueWords('place', [parent], names);
	return { label: nameOfKey('place'), before: where(before), after: where(after) };
}

function blockRow({ beforeIndex, removed, afterIndex, added }: BlockHunk): DiffRow {
	const text = (nodes: readonly PageNode[]) => nodes.map(textOf).join('\n') || m.history_nothing();
	return {
		key: `${beforeIndex} ${afterIndex}`,
		name: m.history_block({ number: afterIndex + 1 }),
		what: whatOf(removed.length, added.length),
		entityId: null,
		fields: [{ label: m.history_text(), before: text(removed), after: text(added) }],
	};
}

function lineRow({ beforeLine, removed, afterLine, added }: TextHunk): DiffRow {
	const text = (lines: readonly string[]) => lines.join('\n') || m.history_nothing();
	return {
		key: `${beforeLine} ${afterLine}`,
		name: m.history_lines({ line: afterLine }),
		what: whatOf(removed.length, added.length),
		entityId: null,
		fields: [{ label: m.history_text(), before: text(removed), after: text(added) }],
	};
}

const textOf = (node: PageNode): string =>
	isPageText(node) ? node.text : node.children.map(textOf).join('');

const whatOf = (removed: number, added: number): DiffRow['what'] =>
	removed === 0 ? 'added' : added === 0 ? 'removed' : 'changed';

function projectRows({ title, added, removed, renamed, assets }: ProjectDiff): DiffRow[] {
	const listed = (what: 'added' | 'removed', entries: readonly { key: string; name: string }[]) =>
		entries.map((entry): DiffRow => ({ ...entry, what, entityId: null, fields: [] }));
	const called = (key: string, name: string, before: string, after: string): DiffRow => {
		const fields = [{ label: nameOfKey('title'), before, after }];
		return { key, name, what: 'changed', entityId: null, fields };
	};
	const documents = (all: typeof added) => all.map(({ id, title: name }) => ({ key: id, name }));
	const files = (all: typeof assets.added) => all.map(({ hash, name }) => ({ key: hash, name }));
	return [
		...listed('removed', [...documents(removed), ...files(assets.removed)]),
		...(title ? [called('title', m.history_project(), title.before, title.after)] : []),
		...renamed.map(({ id, before, after }) => called(id, after, before, after)),
		...listed('added', [...documents(added), ...files(assets.added)]),
	];
}
