import type { CommandId } from '#lib/editor/commands/command-table.ts';
import { COMMAND_IDS, factsOf, isCommandId } from '#lib/editor/commands/command-table.ts';
import { findCommands } from '#lib/editor/commands/find-commands.ts';
import type { SettingsStore } from '#lib/storage/ports.ts';
import { fullNameOf, nameOfGroup } from '#lib/studio/command-looks.ts';
import type { CommandItem, WorkspaceCommands } from '#lib/studio/workspace-commands.ts';

const SETTING = 'commands.recent';
const MOST_RECENT = 6;

export type PaletteRow = CommandItem & {
	readonly id: CommandId;
	/** The name that stands for itself. */
	readonly name: string;
	readonly about: string;
	readonly recent: boolean;
};

/** Everything that can be done now, to be found by a few letters; what was chosen lately comes first. */
export class Palette {
	#commands: WorkspaceCommands;
	#settings: Pick<SettingsStore, 'get' | 'set'>;
	#recent = $state.raw<readonly CommandId[]>([]);
	#query = $state.raw('');
	#at = $state.raw(0);
	#all = $derived.by(() => this.#rows());
	#found = $derived.by(() => findCommands(this.#all, this.#query));

	constructor(commands: WorkspaceCommands, settings: Pick<SettingsStore, 'get' | 'set'>) {
		this.#commands = commands;
		this.#settings = settings;
	}

	/** Reads what was chosen lately. */
	async load(): Promise<void> {
		const kept = await this.#settings.get(SETTING);
		if (!Array.isArray(kept)) return;
		this.#recent = kept.filter((id) => typeof id === 'string').filter(isCommandId);
	}

	get query(): string {
		return this.#query;
	}
	get rows(): readonly PaletteRow[] {
		return this.#found;
	}
	/** The row that Enter runs. */
	get current(): PaletteRow | undefined {
		return this.#found[this.#at];
	}

	search(text: string): void {
		this.#query = text;
		this.#at = 0;
	}

	/** Goes some rows on, round the ends. */
	step(by: number): void {
		const count = this.#found.length;
		if (count > 0) this.#at = (this.#at + by + count) % count;
	}

	goTo(end: 'first' | 'last'): void {
		this.#at = end === 'first' ? 0 : Math.max(0, this.#found.length - 1);
	}

	/** Remembers what is run. Returns whether it can be. */
	choose(row: PaletteRow): boolean {
		if (row.reason !== undefined) return false;
		this.#recent = [row.id, ...this.#recent.filter((id) => id !== row.id)].slice(0, MOST_RECENT);
		void this.#settings.set(SETTING, [...this.#recent]);
		return true;
	}

	#rows(): readonly PaletteRow[] {
		const recent = this.#recent;
		const others = COMMAND_IDS.filter((id) => !recent.includes(id));
		return [...recent, ...others]
			.filter((id) => id !== 'palette.open' && this.#commands.has(id))
			.map((id) => {
				const item = this.#commands.item(id);
				return {
					...item,
					id,
					name: fullNameOf(id),
					about: `${nameOfGroup(factsOf(id).group)} ${item.shortcut}`,
					recent: recent.includes(id),
				};
			});
	}
}
