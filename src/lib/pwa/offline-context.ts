import { createContext } from 'svelte';
import type { OfflineCopy } from './offline-copy.svelte.ts';

/** The app itself on this device; set by the root layout. */
export const [getOfflineCopy, setOfflineCopy] = createContext<OfflineCopy>();
