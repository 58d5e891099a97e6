import { Studio } from '#lib/studio/studio.svelte.ts';

export const ssr = false;
export const prerender = false;

/** Runs once a tab: nothing it reads can change without a reload. */
export const load = async () => ({ studio: await Studio.open(window) });
