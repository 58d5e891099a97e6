/** What shows the picture, and at the same time the engine, which is larger and which it waits for. */
export function bringViewport() {
	// Whether it came is asked where it is needed.
	void import('#lib/engine/viewport.ts').catch(() => null);
	return import('./ViewportPanel.svelte');
}
