/** What of Home comes behind its first screen, so that that does not wait for it. */
export { default as Dialogs } from './HomeDialogs.svelte';
export { default as Lost } from './LostNotice.svelte';
export { default as NothingFound } from './NothingFound.svelte';
export { default as OnAccount } from './OnAccount.svelte';
