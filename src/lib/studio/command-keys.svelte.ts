import type { Chord } from '../editor/commands/chord.ts';
import type { CommandId } from '../editor/commands/command-table.ts';
import {
	bind,
	bindOnly,
	DEFAULT_KEYMAP,
	readKeymap,
	reset,
	type Keymap,
	type ProfileId,
} from '../editor/commands/keymap.ts';
import type { SettingsStore } from '../storage/ports.ts';

const SETTING = 'commands.keymap';

/** The keys a person works with, as this device remembers them. */
export class CommandKeys {
	#settings: Pick<SettingsStore, 'get' | 'set'>;
	#map = $state.raw<Keymap>(DEFAULT_KEYMAP);

	constructor(settings: Pick<SettingsStore, 'get' | 'set'>) {
		this.#settings = settings;
	}

	/** Reads what was chosen the last time; what was chosen meanwhile stays. */
	async load(): Promise<void> {
		const before = this.#map;
		const kept = readKeymap(await this.#settings.get(SETTING));
		if (this.#map === before) this.#map = kept;
	}

	get map(): Keymap {
		return this.#map;
	}

	chooseProfile(profile: ProfileId): void {
		this.#change({ ...this.#map, profile });
	}

	/** Gives a command this key instead of its own; whatever else had it loses it. */
	bind(id: CommandId, chord: Chord): void {
		this.#change(bindOnly(this.#map, id, chord));
	}

	/** Takes all keys from a command. */
	clear(id: CommandId): void {
		this.#change(bind(this.#map, id, []));
	}

	/** One command, or all of them, as the profile has them. */
	reset(id?: CommandId): void {
		this.#change(reset(this.#map, id));
	}

	#change(map: Keymap): void {
		this.#map = map;
		void this.#settings.set(SETTING, map);
	}
}
