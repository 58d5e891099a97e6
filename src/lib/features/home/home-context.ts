import { createContext } from 'svelte';
import type { Home } from './home.svelte.ts';

/** The home of this tab; set by the frame that its pages share. */
export const [getHome, setHome] = createContext<Home>();
