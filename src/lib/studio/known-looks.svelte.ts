import type { CommandId } from '../editor/commands/command-table.ts';
import { STANDING_LOOKS, type CommandLook } from './standing-looks.ts';

/** How commands are shown: those with a button from the start at once, the rest when it was brought. */
export class KnownLooks {
	#known = $state.raw<Readonly<Partial<Record<CommandId, CommandLook>>>>(STANDING_LOOKS);

	/** Undefined: not brought yet. */
	of(id: CommandId): CommandLook | undefined {
		return this.#known[id];
	}

	/** Brings them all, for menus and lists. Rejects when they cannot be had: offline, before the app was kept. */
	async bring(): Promise<void> {
		this.#known = (await import('./command-looks.ts')).COMMAND_LOOKS;
	}
}
