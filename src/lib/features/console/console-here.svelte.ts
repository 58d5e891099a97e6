import type { DocumentId, EntityId } from '#lib/base/ids.ts';
import { m } from '#lib/paraglide/messages.js';
import type { ConsoleEntry } from '#lib/studio/game-console.svelte.ts';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import { consoleText } from '#lib/studio/console-text.ts';

type Level = ConsoleEntry['level'];
type Here = Pick<Workspace, 'session' | 'scene' | 'clipboard' | 'show' | 'focusSelection'> & {
	readonly playing: Pick<Workspace['playing'], 'console'>;
};
type Telling = Pick<WorkspaceCommands, 'notify'>;

/** What the last game said, as far as somebody wants to see it, and where it leads. */
export class ConsoleHere {
	readonly #workspace: Here;
	readonly #commands: Telling;
	#hidden = $state.raw<readonly Level[]>([]);
	search = $state('');

	constructor(workspace: Here, commands: Telling) {
		this.#workspace = workspace;
		this.#commands = commands;
	}

	get all(): readonly ConsoleEntry[] {
		return this.#workspace.playing.console.entries;
	}

	get list(): readonly ConsoleEntry[] {
		const wanted = this.search.trim().toLocaleLowerCase();
		return this.all.filter((entry) => !this.#hidden.includes(entry.level) && says(entry, wanted));
	}

	count(level: Level): number {
		return this.all.filter((entry) => entry.level === level).length;
	}

	isShown(level: Level): boolean {
		return !this.#hidden.includes(level);
	}

	show(level: Level, shown: boolean): void {
		const others = this.#hidden.filter((hidden) => hidden !== level);
		this.#hidden = shown ? others : [...others, level];
	}

	clear(): void {
		this.#workspace.playing.console.clear();
	}

	async copy(): Promise<void> {
		const isEverywhere = await this.#workspace.clipboard.write(consoleText(this.all));
		const text = isEverywhere ? m.console_copied() : m.console_copied_here();
		this.#commands.notify({ kind: 'success', text });
	}

	/** Opens the script where it went wrong. */
	openScript({ place }: ConsoleEntry): void {
		if (!place) return;
		const { session } = this.#workspace;
		const listed = session.documents.find(({ id }) => id === place.id);
		const script = listed && session.script(listed.id);
		if (!script) return this.#tell(m.console_script_gone({ name: place.name }));
		this.#workspace.show(script.id);
		if (place.line > 0) script.goToLine(place.line);
	}

	/** Selects what it is about, where it lies, and brings it into view. */
	selectEntity({ entity }: ConsoleEntry): void {
		if (!entity) return;
		const id = entity.id as EntityId;
		const home = this.#homeOf(id);
		if (!home) return this.#tell(m.console_entity_gone({ name: entity.name }));
		if (home !== this.#workspace.scene?.id) this.#workspace.show(home);
		this.#workspace.scene?.select([id]);
		this.#workspace.focusSelection();
	}

	/** The scene on screen, else the first that has it. */
	#homeOf(id: EntityId): DocumentId | undefined {
		const { scene, session } = this.#workspace;
		if (scene?.shown.snapshot.entities.has(id)) return scene.id;
		const scenes = session.documents.filter(({ kind }) => kind === 'scene');
		return scenes.find((listed) => session.scene(listed.id)?.shown.snapshot.entities.has(id))?.id;
	}

	#tell(text: string): void {
		this.#commands.notify({ kind: 'error', text });
	}
}

function says({ text, entity, place }: ConsoleEntry, wanted: string): boolean {
	return [text, entity?.name, place?.name].some((part) => part?.toLocaleLowerCase().includes(wanted));
}
