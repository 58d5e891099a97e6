// What the command to share opens: it comes with the first use, since most visits share nothing.
export { MembersDesk } from './members-desk.svelte.ts';
export { default as ShareDialog } from './ShareDialog.svelte';
export { SharingDesk } from './sharing-desk.svelte.ts';
