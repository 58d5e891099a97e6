type TabKey = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey'>;

export type TabAsked =
	| { readonly kind: 'show'; readonly to: number }
	| { readonly kind: 'move'; readonly to: number }
	| { readonly kind: 'close' };

/** What a key on a tab asks for; undefined when it is not for tabs. With Alt the arrows move it, as in the tree. */
export function tabOfKey(
	{ key, altKey, ctrlKey, metaKey }: TabKey,
	{ at, count, mirrored }: { readonly at: number; readonly count: number; readonly mirrored: boolean },
): TabAsked | undefined {
	if (ctrlKey || metaKey) return undefined;
	if (key === 'Delete' && !altKey) return count > 1 ? { kind: 'close' } : undefined;
	const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
	const to = at + (mirrored ? -step : step);
	if (step !== 0 && altKey) return to < 0 || to >= count ? undefined : { kind: 'move', to };
	if (step !== 0) return { kind: 'show', to: (to + count) % count };
	if (altKey) return undefined;
	if (key === 'Home') return { kind: 'show', to: 0 };
	return key === 'End' ? { kind: 'show', to: count - 1 } : undefined;
}
