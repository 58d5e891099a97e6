import type { Field } from '#lib/doc/components/component.ts';
import {
	declaredFields,
	fieldOfKey,
	isComponentKey,
	isFieldInUse,
	type ComponentName,
	type ValueKey,
} from '#lib/doc/components/registry.ts';
import type { EntityId } from '#lib/base/ids.ts';
import type { ScriptField } from '#lib/doc/components/script-fields.ts';
import type { EntitySnapshot } from '#lib/doc/entity.ts';
import { FIELD_HELPS, FIELD_LABELS, GROUP_LABELS } from './component-words.ts';

/** One declared field, with the key it has in documents. */
export type InspectedField = {
	readonly key: ValueKey;
	readonly field: Field;
	readonly label: string;
	readonly help: string;
	/** Of a script: the selected have it in slots of their own. */
	readonly keys?: ReadonlyMap<EntityId, ValueKey>;
	/** Of a script: what its text declares. */
	readonly declared?: ScriptField;
};

/** One line of a section: a field with its control, or several switches side by side. */
export type InspectorRow =
	| ({ readonly kind: 'field' } & InspectedField)
	| {
			readonly kind: 'chips';
			readonly label: string;
			readonly help: string;
			readonly fields: readonly InspectedField[];
	  };

/** The lines of a component's section, in the order of its declaration; what means nothing here is left out. */
export function inspectorRows(component: ComponentName, entities: readonly EntitySnapshot[]): InspectorRow[] {
	const rows: InspectorRow[] = [];
	for (const declared of declaredFields(component)) {
		if (!entities.some((entity) => isFieldInUse(entity, declared))) continue;
		const { key, field } = declared;
		const inspected = { key, field, label: FIELD_LABELS[key](), help: FIELD_HELPS[key]() };
		const group = GROUP_LABELS[key]?.();
		const last = rows.at(-1);
		if (group === undefined) rows.push({ kind: 'field', ...inspected });
		else if (last?.kind === 'chips' && last.label === group) rows.splice(-1, 1, joined(last, inspected));
		else rows.push(joined({ kind: 'chips', label: group, help: '', fields: [] }, inspected));
	}
	return rows;
}

type ChipsRow = Extract<InspectorRow, { kind: 'chips' }>;

const joined = (row: ChipsRow, field: InspectedField): ChipsRow => ({
	...row,
	help: `${row.help} ${field.label}: ${field.help}`.trim(),
	fields: [...row.fields, field],
});

/** Components this version knows nothing of: a newer one wrote them, and they are kept. */
export function unknownComponents(entities: readonly EntitySnapshot[]): string[] {
	const names = new Set<string>();
	for (const { values } of entities) {
		for (const key of Object.keys(values)) {
			const name = key.split('.')[0] ?? key;
			if (!isComponentKey(name) && !fieldOfKey(key) && !key.startsWith(OVERRIDE)) names.add(name);
		}
	}
	return [...names].sort();
}

/** Keys of prefab instances that override a field of what is inside. */
const OVERRIDE = '@';
