import { fieldOfKey, hasComponent } from '../components/registry.ts';
import type { EntitySnapshot } from '../entity.ts';
import type { InnerPath } from './entity-path.ts';
import type { OpenContext } from './frame.ts';
import { locateEntity, type Located, type NotLocated } from './locate-entity.ts';
import { isOverrideKey, overridesOf, parseOverrideKey } from './overrides.ts';

export type UnusedOverride = { readonly rule: 'dangling' | 'invalid'; readonly key: string };

/** The overrides of an instance that change nothing: what they name is not there, or they cannot be overrides. */
export function findUnusedOverrides(
	context: OpenContext,
	instance: EntitySnapshot,
): readonly UnusedOverride[] {
	const { invalid } = overridesOf(instance);
	const unused: UnusedOverride[] = invalid.map((key) => ({ rule: 'invalid', key }));
	const skip = new Set(invalid);
	const located = new Map<InnerPath, Located | NotLocated>();
	for (const text of Object.keys(instance.values)) {
		const override = isOverrideKey(text) && !skip.has(text) ? parseOverrideKey(text) : undefined;
		if (!override) continue;
		const { inner, key } = override;
		const found = located.get(inner) ?? locateEntity(context, instance, inner);
		located.set(inner, found);
		if (!isUsed(found, key)) unused.push({ rule: 'dangling', key: text });
	}
	// Values stand in the order in which they arrived, which differs between replicas.
	return unused.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Nobody can say while a prefab on the way is not here. */
function isUsed(found: Located | NotLocated, key: string): boolean {
	if (typeof found === 'string') return found === 'unknown';
	const component = fieldOfKey(key)?.component;
	return !component || hasComponent(found.shown, component);
}
