import type { AccountStore } from '#lib/studio/account-store.svelte.ts';
import type { Clock } from '#lib/base/clock.ts';
import type { Toasts } from '#lib/ui/toasts.svelte.ts';

/** What the parts of the screen are made of. */
export type AdminPort = {
	readonly store: Pick<AccountStore, 'call' | 'confirm' | 'now' | 'read' | 'state'>;
	readonly toasts: Pick<Toasts, 'show'>;
	/** When to look again. */
	readonly clock: Pick<Clock, 'after'>;
	/** Hands a file to the person. */
	readonly save: (fileName: string, content: Blob) => void;
};
