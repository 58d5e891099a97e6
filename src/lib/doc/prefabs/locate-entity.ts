import type { EntitySnapshot } from '../entity.ts';
import { mergeEntity, type Merged } from './derive-entity.ts';
import { joinPath, splitInner, type EntityPath, type ExpandedId, type InnerPath } from './entity-path.ts';
import { openInstance, type Frame, type OpenContext } from './frame.ts';

/** An entity inside an instance, whether it is shown or not. */
export type Located = {
	readonly id: EntityPath;
	readonly frame: Frame;
	/** As its own document has it. */
	readonly base: EntitySnapshot;
	/** As the instance shows it. */
	readonly shown: Merged;
};

/** `gone`: its prefab has no such entity. `unknown`: a prefab on the way cannot be looked into. */
export type NotLocated = 'gone' | 'unknown';

/** Finds what an instance's override speaks of, without expanding anything else. */
export function locateEntity(
	context: OpenContext,
	instance: EntitySnapshot,
	inner: InnerPath,
): Located | NotLocated {
	let own: Pick<EntitySnapshot, 'values'> = instance;
	let shown: { readonly id: ExpandedId; readonly values: EntitySnapshot['values'] } = instance;
	let outer: Frame | undefined;
	for (let path: InnerPath | null = inner; path !== null;) {
		const opened = openInstance(context, own, shown, outer);
		if (!opened) return 'gone';
		if ('obstacle' in opened) return 'unknown';
		const { frame, source } = opened;
		const { first, rest }: ReturnType<typeof splitInner> = splitInner(path);
		const base = source.snapshot.entities.get(first);
		if (!base) return 'gone';
		const id = joinPath(frame.instance, first);
		const merged = mergeEntity(frame, base, id, frame.layers);
		if (rest === null) return { id, frame, base, shown: merged };
		own = base;
		shown = { id, values: merged.values };
		outer = frame;
		path = rest;
	}
	return 'gone';
}
