import type { KeyLayout } from './binding-names.ts';

/** What this keyboard's keys write; empty where the browser does not tell. */
export async function keyLayout(): Promise<KeyLayout> {
	const { keyboard } = navigator as { keyboard?: { getLayoutMap?: () => Promise<KeyLayout> } };
	const layout = await keyboard?.getLayoutMap?.().catch(() => undefined);
	return layout ?? new Map();
}
