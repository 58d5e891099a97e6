import { createContext } from 'svelte';
import { MediaQuery } from 'svelte/reactivity';

export type ThemeChoice = 'dark' | 'light' | 'system';
export type ResolvedTheme = 'dark' | 'light';

/** Also read by static/theme.js, which sets the first paint before the app runs. */
export const THEME_KEY = 'rastudios.theme';
const CHOICES: readonly ThemeChoice[] = ['dark', 'light', 'system'];

export const isThemeChoice = (value: unknown): value is ThemeChoice => CHOICES.includes(value as ThemeChoice);

/** What a choice comes to on a system that prefers light or dark. */
export const resolveTheme = (choice: ThemeChoice, systemIsLight: boolean): ResolvedTheme =>
	choice === 'system' ? (systemIsLight ? 'light' : 'dark') : choice;

/** The person's choice of dark, light or as the system; kept on this device only. */
export class Theme {
	#choice = $state.raw<ThemeChoice>('system');
	#systemIsLight = new MediaQuery('(prefers-color-scheme: light)');
	#store: Pick<Storage, 'getItem' | 'setItem'> | null;

	constructor(store: Pick<Storage, 'getItem' | 'setItem'> | null) {
		this.#store = store;
		const stored = readChoice(store);
		if (stored) this.#choice = stored;
	}

	get choice(): ThemeChoice {
		return this.#choice;
	}
	get resolved(): ResolvedTheme {
		return resolveTheme(this.#choice, this.#systemIsLight.current);
	}

	choose(choice: ThemeChoice): void {
		this.#choice = choice;
		try {
			this.#store?.setItem(THEME_KEY, choice);
		} catch {
			// Storage is full or denied: the choice holds for this visit.
		}
	}

	/** From what is seen now to the other one. */
	toggle(): void {
		this.choose(this.resolved === 'dark' ? 'light' : 'dark');
	}
}

function readChoice(store: Pick<Storage, 'getItem'> | null): ThemeChoice | null {
	try {
		const stored = store?.getItem(THEME_KEY);
		return isThemeChoice(stored) ? stored : null;
	} catch {
		return null; // Storage is denied: the default holds.
	}
}

export const [getTheme, setTheme] = createContext<Theme>();
