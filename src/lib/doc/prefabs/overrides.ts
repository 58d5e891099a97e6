import { isId, type DocumentId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { isFieldValue } from '../components/component.ts';
import { fieldOfKey, isComponentKey, type ComponentKey } from '../components/registry.ts';
import { parseName } from '../entity.ts';
import { blankValues } from './blank-values.ts';
import { parseInnerPath, type InnerPath } from './entity-path.ts';

/** The keys that make an entity an instance of a prefab. */
export const PREFAB = 'prefab';
export const PREFAB_SOURCE = 'prefab.source';

type HasValues = { readonly values: Readonly<Record<string, JsonValue>> };

/** What an instance says differently about one entity of its prefab. */
export type EntityOverride = {
	readonly name?: string;
	/** True: this instance does without; false: it has what a nested instance does without. */
	readonly removed?: boolean;
	/** Components added (true) or taken away. */
	readonly components: ReadonlyMap<ComponentKey, boolean>;
	readonly values: Readonly<Record<string, JsonValue>>;
};

/** What an instance overrides, by entity; and the keys among its overrides that mean nothing. */
export type Overrides = {
	readonly byPath: ReadonlyMap<InnerPath, EntityOverride>;
	readonly invalid: readonly string[];
};

/** One override as a key of the instance names it. */
export type OverrideKey = { readonly inner: InnerPath; readonly key: string };

const NONE: Overrides = { byPath: new Map(), invalid: [] };
const read = new WeakMap<HasValues['values'], Overrides>();

/** The prefab that the entity is an instance of; null for one that chose none, undefined for no instance. */
export function prefabOf({ values }: HasValues): DocumentId | null | undefined {
	if (values[PREFAB] !== true) return undefined;
	const source = values[PREFAB_SOURCE];
	return isId(source) ? (source as DocumentId) : null;
}

export const isOverrideKey = (key: string): boolean => key.startsWith('@');

export const formatOverrideKey = ({ inner, key }: OverrideKey): string => `@${inner}:${key}`;

export function parseOverrideKey(text: string): OverrideKey | undefined {
	const end = text.indexOf(':');
	if (!isOverrideKey(text) || end < 0 || end === text.length - 1) return undefined;
	const inner = parseInnerPath(text.slice(1, end));
	return inner && { inner, key: text.slice(end + 1) };
}

/** What an instance overrides. Nothing for entities that are none: keys left behind mean nothing there. */
export function overridesOf({ values }: HasValues): Overrides {
	if (values[PREFAB] !== true) return NONE;
	const known = read.get(values);
	if (known) return known;
	const overrides = readOverrides(values);
	read.set(values, overrides);
	return overrides;
}

function readOverrides(values: HasValues['values']): Overrides {
	const byPath = new Map<InnerPath, Draft>();
	const invalid: string[] = [];
	for (const [text, value] of Object.entries(values)) {
		if (!isOverrideKey(text)) continue;
		const override = parseOverrideKey(text);
		const draft = (override && byPath.get(override.inner)) ?? newDraft();
		if (override && takeIn(draft, override.key, value)) byPath.set(override.inner, draft);
		else invalid.push(text);
	}
	return byPath.size + invalid.length === 0 ? NONE : { byPath, invalid };
}

type Draft = {
	-readonly [K in keyof Omit<EntityOverride, 'components'>]: EntityOverride[K];
} & { components: Map<ComponentKey, boolean>; values: Record<string, JsonValue> };

const newDraft = (): Draft => ({ components: new Map(), values: blankValues() });

/** False for what cannot be an override: the source then stands. Keys of newer versions pass. */
function takeIn(draft: Draft, key: string, value: JsonValue): boolean {
	if (key === 'name') {
		const name = parseName(value);
		if (name !== undefined) draft.name = name;
		return name !== undefined;
	}
	if (key === 'removed' || isComponentKey(key)) {
		if (typeof value !== 'boolean' || key === 'transform') return false;
		if (key === 'removed') draft.removed = value;
		else draft.components.set(key, value);
		return true;
	}
	const declared = fieldOfKey(key);
	if (key === 'place' || isOverrideKey(key) || (declared && !isFieldValue(declared.field, value)))
		return false;
	draft.values[key] = value;
	return true;
}
