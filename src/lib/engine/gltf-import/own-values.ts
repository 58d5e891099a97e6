import { isAssetHash, isId, type AssetHash, type DocumentId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import { isFieldValue } from '../../doc/components/component.ts';
import { referenceOf } from '../../doc/components/script-value.ts';
import { fieldOfKey, isComponentKey } from '../../doc/components/registry.ts';
import { isJson, type Json } from '../gltf/gltf-json.ts';
import type { ImportNotes } from './import-notes.ts';
import type { Values } from './read-parts.ts';

/** What our own extras may refer to. */
export type Known = {
	readonly asset: (hash: AssetHash) => boolean;
	readonly document: (id: DocumentId) => boolean;
};

/** What nodes say themselves, and what nobody may bring along: an instance shows a document of its own project. */
const NOT_TAKEN: ReadonlySet<string> = new Set(['position', 'rotation', 'scale', 'transform', 'prefab']);

/** What a node's extras say of its entity, if they are ours. Nothing in them is believed. */
export function ownExtras(node: Json): Json | undefined {
	const { extras } = node;
	const own = isJson(extras) ? extras['rastudios'] : undefined;
	return isJson(own) ? own : undefined;
}

/** The values that may stand in an entity; what they are not, or lead nowhere, is told. */
export function readOwnValues(own: Json, name: string, known: Known, notes: ImportNotes): Values {
	const given = isJson(own['values']) ? own['values'] : {};
	const values: Values = {};
	for (const [key, value] of Object.entries(given)) {
		if (isComponentKey(key) && value === true && !NOT_TAKEN.has(key)) values[key] = true;
	}
	for (const [key, value] of Object.entries(given)) {
		if (values[key] === true) continue;
		const declared = fieldOfKey(key);
		const { component } = declared ?? {};
		const isThere = component === 'transform' || (component && values[component] === true);
		const { field } = declared ?? {};
		const given = field?.kind === 'any' ? referenceOf(value) : undefined;
		const isEntity = field?.kind === 'entity' || given?.kind === 'entity';
		if (!field || !isThere || NOT_TAKEN.has(key) || !isFieldValue(field, value) || isEntity)
			notes.add('left-out', name);
		else if (given && !isKnown(given, known)) notes.add('missing', name);
		else if (field.kind === 'asset' && isAssetHash(value) && !known.asset(value)) {
			// Models stand in the file in another way: whoever reads it looks there first.
			if (field.accepts !== 'model') notes.add('missing', name);
		} else if (field.kind === 'document' && isId(value) && !known.document(value as DocumentId))
			notes.add('missing', name);
		else values[key] = value as JsonValue;
	}
	return values;
}

const isKnown = ({ kind, id }: { kind: string; id: string }, known: Known): boolean =>
	kind === 'asset' ? known.asset(id as AssetHash) : known.document(id as DocumentId);

/** Components that glTF says itself. */
const SAID_BY_GLTF: ReadonlySet<string> = new Set(['mesh', 'material', 'text', 'sprite', 'light', 'camera']);

/** The values without those that glTF says itself. */
export function withoutShown(values: Values): Values {
	const kept = Object.entries(values).filter(([key]) => !SAID_BY_GLTF.has(fieldOfKey(key)?.component ?? key));
	return Object.fromEntries(kept);
}

/** Every asset that extras of ours name. */
export function namedAssets(nodes: readonly Json[]): ReadonlySet<AssetHash> {
	const found = new Set<AssetHash>();
	for (const node of nodes) {
		const values = ownExtras(node)?.['values'];
		if (!isJson(values)) continue;
		for (const [key, value] of Object.entries(values)) {
			const kind = fieldOfKey(key)?.field.kind;
			const given = kind === 'any' ? referenceOf(value) : undefined;
			if (kind === 'asset' && isAssetHash(value)) found.add(value);
			else if (given?.kind === 'asset') found.add(given.id as AssetHash);
		}
	}
	return found;
}
