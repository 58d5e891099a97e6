import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import Upload from '@lucide/svelte/icons/upload';
import type { ComponentName } from '#lib/doc/components/registry.ts';
import { m } from '#lib/paraglide/messages.js';
import { COMPONENT_LABELS } from './component-words.ts';
import type { InspectedOverrides } from './inspected-overrides.ts';

/** What becomes of a component that an instance has otherwise than its prefab. */
export function overrideItems(overrides: InspectedOverrides, component: ComponentName, reason?: string) {
	const name = COMPONENT_LABELS[component]();
	return [
		{
			label: m.prefabs_revert({ name }),
			icon: RotateCcw,
			reason,
			onselect: () => overrides.revertComponent(component),
		},
		{
			label: m.prefabs_apply({ name }),
			icon: Upload,
			reason,
			onselect: () => overrides.applyComponent(component),
		},
	];
}
