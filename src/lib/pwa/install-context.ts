import { createContext } from 'svelte';
import type { AppInstall } from './install.svelte.ts';

/** The browser's offer to install; it comes early, so the root layout listens from the start. */
export const [getInstall, setInstall] = createContext<AppInstall>();
