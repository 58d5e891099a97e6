import type { CommandAct } from '#lib/editor/commands/command-registry.ts';
import type { CommandId } from '#lib/editor/commands/command-table.ts';
import type { Theme, ThemeChoice } from '#lib/ui/theme.svelte.ts';

type Screens = {
	readonly openPalette: () => void;
	readonly openShortcuts: () => void;
	/** Leaves for another screen. */
	readonly go: (path: string) => void;
};

/** What can be done with the studio itself, whatever is open in it. */
export function appActs(
	theme: Theme,
	{ openPalette, openShortcuts, go }: Screens,
): Readonly<Partial<Record<CommandId, CommandAct>>> {
	const choose = (choice: ThemeChoice): CommandAct => ({
		run: () => theme.choose(choice),
		checked: () => theme.choice === choice,
	});
	return {
		'palette.open': { run: openPalette },
		'shortcuts.open': { run: openShortcuts },
		'theme.dark': choose('dark'),
		'theme.light': choose('light'),
		'theme.system': choose('system'),
		'go.home': { run: () => go('/') },
		'go.account': { run: () => go('/account') },
		'go.storage': { run: () => go('/storage') },
	};
}
