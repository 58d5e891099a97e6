import { createContext } from 'svelte';
import type { Studio } from './studio.svelte.ts';
import type { Workspace } from './workspace.svelte.ts';

/** The whole tab's parts; set by the root layout. */
export const [getStudio, setStudio] = createContext<Studio>();
/** One open project on screen; set by the studio's screen. */
export const [getWorkspace, setWorkspace] = createContext<Workspace>();
