import { createContext } from 'svelte';
import { systemClock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import type { Result } from '../base/result.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import type { AssetEntry } from '../doc/project.ts';
import { chordOf, formatChord, type PressedKey } from '../editor/commands/chord.ts';
import {
	CommandRegistry,
	type CommandAct,
	type CommandRefusal,
} from '../editor/commands/command-registry.ts';
import { factsOf, type CommandId } from '../editor/commands/command-table.ts';
import { chordsOf, commandOf } from '../editor/commands/keymap.ts';
import { m } from '../paraglide/messages.js';
import type { CommandKeys } from './command-keys.svelte.ts';
import { COMMAND_LOOKS, type CommandLook } from './command-looks.ts';
import { importNoteText } from './gltf-words.ts';
import { Observed } from './observed.svelte.ts';
import type { PlacedFiles } from './place-entities.ts';
import type { ImportProblem } from './project-assets.svelte.ts';
import { sceneActs } from './scene-acts.ts';
import type { Workspace } from './workspace.svelte.ts';

type Point = readonly [number, number, number];

/** Something to tell the person in passing. */
export type Notice = {
	readonly kind: 'info' | 'success' | 'error';
	readonly text: string;
	readonly action?: { readonly label: string; readonly run: () => void };
};

export type CommandsOptions = {
	readonly notify: (notice: Notice) => void;
	/** Whether shortcuts are written with ⌘. */
	readonly apple: boolean;
	readonly keys: CommandKeys;
};

/** A command as a menu shows it. */
export type CommandItem = {
	readonly label: string;
	readonly icon: CommandLook['icon'];
	readonly shortcut: string;
	readonly danger: boolean;
	readonly checked: boolean | undefined;
	readonly reason: string | undefined;
	readonly onselect: () => void;
};

/** A part that takes longer to come than this is waited for by nobody's keys, ms. */
const KEYS_WAIT_MS = 2000;
const PROJECT_FILE = /\.rastudio$/i;
/** As many as the screen shows at once. */
const MAX_IMPORT_NOTICES = 4;

/** What a person can do in a workspace, from wherever it is asked: key, button or menu. Refusals are told. */
export class WorkspaceCommands {
	/** Tells the person something in passing. */
	readonly notify: (notice: Notice) => void;
	/** Whether shortcuts are written as on Apple’s. */
	readonly apple: boolean;
	readonly keys: CommandKeys;
	#workspace: Workspace;
	#registry = new CommandRegistry();
	#offered = new Observed(
		(changed) => this.#registry.onChange(changed),
		() => this.#registry.offered,
	);
	/** What was asked for and is not on screen yet. */
	#coming = new Set<symbol>();
	#typed = '';
	#takeProjectFiles: ((files: readonly File[]) => void) | null = null;

	constructor(workspace: Workspace, { notify, apple, keys }: CommandsOptions) {
		this.#workspace = workspace;
		this.notify = notify;
		this.apple = apple;
		this.keys = keys;
		this.provide(sceneActs(workspace, this));
	}

	/** A screen offers commands that only it can run; the returned function takes them back. */
	provide(acts: Readonly<Partial<Record<CommandId, CommandAct>>>): Dispose {
		return this.#registry.provide(acts);
	}

	/** What anything on screen offers. */
	get offered(): readonly CommandId[] {
		return this.#offered.current;
	}

	has(id: CommandId): boolean {
		return this.offered.includes(id);
	}

	/** Why a command cannot run now; undefined when it can. */
	reason(id: CommandId): string | undefined {
		return this.has(id) ? this.#registry.find(id)?.reason?.() : undefined;
	}

	/** The first of the command's keys, as this platform writes it; empty without one. */
	shortcut(id: CommandId): string {
		const [chord] = chordsOf(this.keys.map, id);
		return chord === undefined ? '' : formatChord(chord, this.apple);
	}

	/** The command behind a pressed key, or undefined. */
	commandOfKey(pressed: PressedKey): CommandId | undefined {
		const chord = chordOf(pressed);
		return chord === undefined ? undefined : commandOf(this.keys.map, chord);
	}

	/** Told of every command that ran, wherever it was asked for. */
	onRan(listener: (id: CommandId) => void): Dispose {
		return this.#registry.onRan(listener);
	}

	/** Runs the command, or says why not. */
	run(id: CommandId): Result<void, CommandRefusal> {
		return this.#registry.run(id);
	}

	/** The command for a menu, a button or a list. */
	item(id: CommandId): CommandItem {
		const act = this.has(id) ? this.#registry.find(id) : undefined;
		const { label, icon } = COMMAND_LOOKS[id];
		return {
			label: (act?.label ?? label)(),
			icon,
			shortcut: this.shortcut(id),
			danger: factsOf(id).danger ?? false,
			checked: act?.checked?.(),
			reason: act?.reason?.(),
			onselect: () => void this.run(id),
		};
	}

	/** Commands for a menu; what nothing on screen offers is left out. */
	items(ids: readonly CommandId[]): readonly CommandItem[] {
		return ids.filter((id) => this.has(id)).map((id) => this.item(id));
	}

	/** A screen takes the `.rastudio` files that come among others; the returned function takes it back. */
	provideProjectFiles(take: (files: readonly File[]) => void): Dispose {
		this.#takeProjectFiles = take;
		return () => {
			if (this.#takeProjectFiles === take) this.#takeProjectFiles = null;
		};
	}

	/** Imports files into the scene, at a point of it or where the view looks; says which could not be. */
	async importFiles(files: readonly File[], at?: Point): Promise<void> {
		const take = this.#takeProjectFiles;
		const ours = take ? files.filter(({ name }) => PROJECT_FILE.test(name)) : [];
		if (ours.length > 0) take?.(ours);
		const others = files.filter((file) => !ours.includes(file));
		if (others.length === 0) return;
		this.#tellProblems(await this.#workspace.importFiles(others, at));
	}

	/** Puts the nodes of a model of the project into the scene, each as an entity. */
	async placeAsEntities(asset: AssetEntry): Promise<void> {
		this.#tellPlaced(await this.#workspace.placeAsEntities(asset));
	}

	/** Imports glTF files into the scene, each of their nodes as an entity. */
	async importAsEntities(files: readonly File[]): Promise<void> {
		if (files.length > 0) this.#tellPlaced(await this.#workspace.importAsEntities(files));
	}

	#tellPlaced({ placed, problems }: PlacedFiles): void {
		for (const { fileName: file, count, notes } of placed) {
			const text = count === 1 ? m.gltf_placed_one({ file }) : m.gltf_placed({ file, count });
			this.notify({ kind: 'success', text });
			for (const note of notes) this.notify({ kind: 'info', text: importNoteText(note) });
		}
		this.#tellProblems(problems);
	}

	#tellProblems(problems: readonly ImportProblem[]): void {
		const all = problems.length <= MAX_IMPORT_NOTICES;
		const shown = all ? problems : problems.slice(0, MAX_IMPORT_NOTICES - 1);
		for (const { message } of shown) this.notify({ kind: 'error', text: message });
		if (all) return;
		const rest = problems.slice(shown.length);
		this.notify({
			kind: 'error',
			text: m.studio_import_more({ count: rest.length }),
			action: { label: m.studio_import_show_more(), run: () => this.#tellProblems(rest) },
		});
	}

	/** A part of the studio that comes with its first use; null, and told, when it cannot be had. */
	async bring<Part>(part: () => Promise<Part>): Promise<Part | null> {
		const coming = Symbol();
		if (!this.isBringing) this.#typed = '';
		this.#coming.add(coming);
		const stopWaiting = systemClock.after(KEYS_WAIT_MS, () => this.#coming.delete(coming));
		try {
			return await part();
		} catch {
			// Offline before the quiet moment in which the studio keeps all its parts.
			this.notify({ kind: 'error', text: m.commands_missing() });
			return null;
		} finally {
			stopWaiting();
			// Whoever asked shows it first, within this task.
			systemClock.after(0, () => this.#coming.delete(coming));
		}
	}

	/** Whether keys are meant for a part that is on its way: letters typed early would run commands. */
	get isBringing(): boolean {
		return this.#coming.size > 0;
	}

	/** Keeps a character for the part that is on its way. */
	typeAhead(character: string): void {
		this.#typed += character;
	}

	/** What was typed while a part was on its way, once. */
	takeTyped(): string {
		const typed = this.#typed;
		this.#typed = '';
		return typed;
	}

	/** Shows why an edit was refused. Returns whether it was made. */
	tell(result: CommandResult<unknown>): boolean {
		if (!result.ok) this.notify({ kind: 'error', text: result.error.message });
		return result.ok;
	}

	/** Why nothing can be edited now; undefined when it can. */
	readonly whyNoEdit = (): string | undefined => {
		const { scene } = this.#workspace;
		if (!scene) return m.studio_why_no_scene();
		if (scene.newer) return m.studio_why_newer();
		return scene.readOnly ? m.studio_why_read_only() : undefined;
	};
}

/** The commands of the workspace on screen; set beside it. */
export const [getCommands, setCommands] = createContext<WorkspaceCommands>();
