import { prefersReducedMotion } from 'svelte/motion';
import { m } from '#lib/paraglide/messages.js';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import type { Theme } from '#lib/ui/theme.svelte.ts';
import { viewportPeers } from './viewport-peers.ts';

/** Hands what the screen shows and chooses to the engine, which is no part of it: one effect for each thing. */
export function obeyScreen(workspace: Workspace, theme: Theme): void {
	const viewport = $derived(workspace.viewport);
	$effect(() => viewport?.setTool(workspace.tool));
	$effect(() => viewport?.setSnap(workspace.snap));
	$effect(() => viewport?.setHandles(workspace.handles));
	$effect(() => viewport?.setGrid(workspace.grid));
	$effect(() => viewport?.setShading(workspace.shading));
	$effect(() => viewport?.setProjection(workspace.projection));
	$effect(() => viewport?.setTheme(theme.resolved));
	$effect(() => viewport?.setReducedMotion(prefersReducedMotion.current));
	$effect(() => viewport?.place(workspace.placing.thing?.sample ?? null));
	$effect(() => viewport?.on('placed', ({ at, more }) => workspace.placing.put(at, more)));
	$effect(() => viewport?.on('placing-cancelled', () => workspace.placing.end()));
	$effect(() => viewport?.isolate(workspace.scene?.isolated ?? null));
	$effect(() => viewport?.setReadOnly(workspace.scene?.readOnly ?? true));
	$effect(() => {
		const style = getComputedStyle(document.documentElement);
		viewport?.setPeers(viewportPeers(workspace.scene?.peers ?? [], style, m.viewport_guest()));
	});
}
