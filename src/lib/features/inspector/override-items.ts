import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import Upload from '@lucide/svelte/icons/upload';
import { m } from '#lib/paraglide/messages.js';
import type { InspectedOverrides } from './inspected-overrides.ts';

/** What becomes of a component that an instance has otherwise than its prefab. */
export function overrideItems(
	overrides: InspectedOverrides,
	name: string,
	keys: readonly string[],
	reason?: string,
) {
	return [
		{
			label: m.prefabs_revert({ name }),
			icon: RotateCcw,
			reason,
			onselect: () => overrides.revert(keys),
		},
		{
			label: m.prefabs_apply({ name }),
			icon: Upload,
			reason,
			onselect: () => overrides.apply(keys),
		},
	];
}
