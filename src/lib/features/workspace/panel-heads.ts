import type { Attachment } from 'svelte/attachments';
import type { PanelArrangement } from '#lib/studio/panel-arrangement.svelte.ts';
import type { PanelLayout } from './panel-layout.svelte.ts';

/** Lets panels be dragged to another place by their heads; what does it comes with the first press on one. */
export const panelHeads =
	(panels: PanelArrangement, layout: PanelLayout): Attachment<HTMLElement> =>
	(frame) => {
		const abort = new AbortController();
		const onPress = async (event: PointerEvent) => {
			const target = event.target as Element;
			const panel = target.closest('[data-panel-head]')?.closest<HTMLElement>('[data-panel]');
			const isOther = target.closest('button:not([role="tab"]), input, dialog, [popover]');
			if (!panel || isOther || event.button !== 0 || !event.isPrimary) return;
			// Without it, offline before all was kept, the menu of the panel does the same.
			const late = await import('./panel-drag.svelte.ts').catch(() => null);
			const { signal } = abort;
			if (!signal.aborted) late?.dragPanel({ frame, panel, press: event, panels, layout, signal });
		};
		frame.addEventListener('pointerdown', (event) => void onPress(event), { signal: abort.signal });
		return () => abort.abort();
	};
