import { assertNever } from '#lib/base/assert.ts';
import { chordOf, formatChord, type Chord, type PressedKey } from '#lib/editor/commands/chord.ts';
import {
	COMMAND_IDS,
	factsOf,
	type CommandGroup,
	type CommandId,
} from '#lib/editor/commands/command-table.ts';
import {
	chordsOf,
	isChanged,
	whyUnusable,
	type ProfileId,
	type Unusable,
} from '#lib/editor/commands/keymap.ts';
import { m } from '#lib/paraglide/messages.js';
import { fullNameOf } from '#lib/studio/command-looks.ts';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';

export type ShortcutLine = {
	readonly id: CommandId;
	readonly name: string;
	/** As the platform writes them. */
	readonly keys: readonly string[];
	readonly changed: boolean;
	/** Its next key is waited for. */
	readonly asked: boolean;
	/** Why the key that was pressed was not taken yet. */
	readonly problem: string | undefined;
	/** The key can be had all the same, from another command. */
	readonly canTake: boolean;
};

type Asked = { readonly id: CommandId; readonly pressed?: { readonly chord: Chord; readonly why: Unusable } };

/** Changing which keys commands have: one is asked for at a time, and conflicts are said before anything is lost. */
export class ShortcutEditor {
	#commands: Pick<WorkspaceCommands, 'keys' | 'apple'>;
	#asked = $state.raw<Asked | null>(null);

	constructor(commands: Pick<WorkspaceCommands, 'keys' | 'apple'>) {
		this.#commands = commands;
	}

	get profile(): ProfileId {
		return this.#commands.keys.map.profile;
	}
	/** Whether anything differs from the profile. */
	get changed(): boolean {
		return isChanged(this.#commands.keys.map);
	}

	linesOf(group: CommandGroup): readonly ShortcutLine[] {
		return COMMAND_IDS.filter((id) => factsOf(id).group === group).map((id) => this.#lineOf(id));
	}

	chooseProfile(profile: ProfileId): void {
		this.#asked = null;
		this.#commands.keys.chooseProfile(profile);
	}

	/** Waits for the next key to become this command's. */
	ask(id: CommandId): void {
		this.#asked = { id };
	}

	/** As it was. */
	cancel(): void {
		this.#asked = null;
	}

	/** A key, while one is asked for; Escape leaves everything as it was. */
	press(pressed: PressedKey): void {
		const asked = this.#asked;
		const chord = chordOf(pressed);
		if (!asked || chord === undefined) return;
		if (chord === 'Escape') return this.cancel();
		const why = whyUnusable(this.#commands.keys.map, asked.id, chord);
		if (why) this.#asked = { id: asked.id, pressed: { chord, why } };
		else this.#bind(asked.id, chord);
	}

	/** Takes the pressed key from the command that has it. */
	take(): void {
		const { id, pressed } = this.#asked ?? {};
		if (id && pressed?.why.kind === 'taken') this.#bind(id, pressed.chord);
	}

	/** Leaves the command without any key. */
	clear(id: CommandId): void {
		this.#asked = null;
		this.#commands.keys.clear(id);
	}

	/** One command, or all of them, as the profile has them. */
	reset(id?: CommandId): void {
		this.#asked = null;
		this.#commands.keys.reset(id);
	}

	#bind(id: CommandId, chord: Chord): void {
		this.#asked = null;
		this.#commands.keys.bind(id, chord);
	}

	#lineOf(id: CommandId): ShortcutLine {
		const { keys, apple } = this.#commands;
		const asked = this.#asked?.id === id ? this.#asked : undefined;
		return {
			id,
			name: fullNameOf(id),
			keys: chordsOf(keys.map, id).map((chord) => formatChord(chord, apple)),
			changed: isChanged(keys.map, id),
			asked: asked !== undefined,
			problem: asked?.pressed && problemOf(formatChord(asked.pressed.chord, apple), asked.pressed.why),
			canTake: asked?.pressed?.why.kind === 'taken',
		};
	}
}

function problemOf(key: string, why: Unusable): string {
	switch (why.kind) {
		case 'taken':
			return m.commands_key_taken({ key, command: fullNameOf(why.by) });
		case 'needed':
			return m.commands_key_needed({ key });
		case 'browser':
			return m.commands_key_browser({ key });
		default:
			return assertNever(why);
	}
}
