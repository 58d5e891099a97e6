import { createContext } from 'svelte';
import type { Dispose } from '../base/disposer.ts';
import type { CommandResult } from '../doc/commands/command.ts';
import { hasComponent, readField } from '../doc/components/registry.ts';
import type { SceneSnapshot } from '../doc/scene.ts';
import type { NewEntityKind } from '../editor/new-entity.ts';
import { formatShortcut, type CommandId } from '../editor/shortcuts.ts';
import { m } from '../paraglide/messages.js';
import type { AssetEntry } from '../doc/project.ts';
import { importNoteText } from './gltf-words.ts';
import { nameOfKind } from './kind-names.ts';
import type { PlacedFiles } from './place-entities.ts';
import type { ImportProblem } from './project-assets.svelte.ts';
import type { SceneSession } from './scene-session.svelte.ts';
import { undoNotice } from './undo-notice.ts';
import type { Workspace } from './workspace.svelte.ts';

type Point = readonly [number, number, number];

/** Something to tell the person in passing. */
export type Notice = { readonly kind: 'info' | 'success' | 'error'; readonly text: string };

export type CommandsOptions = {
	readonly notify: (notice: Notice) => void;
	/** Whether shortcuts are written with ⌘. */
	readonly apple: boolean;
};

type Command = {
	readonly run: () => void;
	/** Why it cannot run now, in words; undefined while it can. */
	readonly reason?: () => string | undefined;
};

const PROJECT_FILE = /\.rastudio$/i;
const MAX_IMPORT_NOTICES = 3;
/** Metres: built-in shapes are one across. */
const BESIDE_M = 1.25;
const TOO_NEAR_M = 0.5;

/** What a person can do in a workspace, from wherever it is asked: key, button or menu. Refusals are told. */
export class WorkspaceCommands {
	#workspace: Workspace;
	#notify: (notice: Notice) => void;
	/** Whether shortcuts are written as on Apple’s. */
	readonly apple: boolean;
	#commands = new Map<CommandId, Command>();
	#takeProjectFiles: ((files: readonly File[]) => void) | null = null;

	constructor(workspace: Workspace, { notify, apple }: CommandsOptions) {
		this.#workspace = workspace;
		this.#notify = notify;
		this.apple = apple;
		this.#registerTools();
		this.#registerEdits();
	}

	/** A screen offers a command that only it can run; the returned function takes it back. */
	provide(id: CommandId, command: Command): Dispose {
		this.#commands.set(id, command);
		return () => {
			if (this.#commands.get(id) === command) this.#commands.delete(id);
		};
	}

	/** A screen takes the `.rastudio` files that come among others; the returned function takes it back. */
	provideProjectFiles(take: (files: readonly File[]) => void): Dispose {
		this.#takeProjectFiles = take;
		return () => {
			if (this.#takeProjectFiles === take) this.#takeProjectFiles = null;
		};
	}

	/** Whether anything on screen offers it. */
	has(id: CommandId): boolean {
		return this.#commands.has(id);
	}

	/** Why a command cannot run now; undefined when it can. */
	reason(id: CommandId): string | undefined {
		return this.#commands.get(id)?.reason?.();
	}

	/** The command's keys, as this platform writes them. */
	shortcut(id: CommandId): string {
		return formatShortcut(id, this.apple);
	}

	/** Runs the command if it can run now. */
	run(id: CommandId): void {
		const command = this.#commands.get(id);
		if (command && command.reason?.() === undefined) command.run();
	}

	/** Adds a new entity where the view looks, and selects it. */
	add(kind: NewEntityKind): void {
		const { scene, placingPoint } = this.#workspace;
		if (scene) this.tell(scene.add(kind, nameOfKind(kind), freeSpot(scene.scene.snapshot, placingPoint)));
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
			this.#notify({ kind: 'success', text });
			for (const note of notes) this.#notify({ kind: 'info', text: importNoteText(note) });
		}
		this.#tellProblems(problems);
	}

	#tellProblems(problems: readonly ImportProblem[]): void {
		for (const { message } of problems.slice(0, MAX_IMPORT_NOTICES)) {
			this.#notify({ kind: 'error', text: message });
		}
		const rest = problems.length - MAX_IMPORT_NOTICES;
		if (rest > 0) this.#notify({ kind: 'error', text: m.studio_import_more({ count: rest }) });
	}

	/** Shows why an edit was refused. Returns whether it was made. */
	tell(result: CommandResult<unknown>): boolean {
		if (!result.ok) this.#notify({ kind: 'error', text: result.error.message });
		return result.ok;
	}

	/** Why nothing can be edited now; undefined when it can. */
	readonly whyNoEdit = (): string | undefined => {
		const { scene } = this.#workspace;
		if (!scene) return m.studio_why_no_scene();
		if (scene.newer) return m.studio_why_newer();
		return scene.readOnly ? m.studio_why_read_only() : undefined;
	};

	#registerTools(): void {
		const workspace = this.#workspace;
		const reason = () => (workspace.scene ? undefined : m.studio_why_no_scene());
		const offer = (id: CommandId, run: () => void) => this.#commands.set(id, { run, reason });
		offer('tool-select', () => workspace.setTool('select'));
		for (const tool of ['move', 'rotate', 'scale'] as const) {
			this.#commands.set(`tool-${tool}`, { run: () => workspace.setTool(tool), reason: this.whyNoEdit });
		}
		offer('toggle-snap', () => workspace.toggleSnap());
		offer('toggle-grid', () => workspace.toggleGrid());
		offer('focus', () => workspace.focusSelection());
		offer('select-all', () => {
			const { scene } = workspace;
			scene?.selection.set([...scene.scene.snapshot.entities.keys()]);
		});
		offer('deselect', () => {
			if (!workspace.viewport?.cancelGesture()) workspace.scene?.selection.clear();
		});
	}

	#registerEdits(): void {
		const onSelection = (id: CommandId, run: (scene: SceneSession) => CommandResult<unknown>) =>
			this.#commands.set(id, {
				run: () => this.#withScene((scene) => this.tell(run(scene))),
				reason: () => this.whyNoEdit() ?? this.#whyNoSelection(),
			});
		onSelection('delete', (scene) => scene.remove());
		onSelection('duplicate', (scene) => scene.duplicate());
		const workspace = this.#workspace;
		const { session } = workspace;
		const whyNot = () => (session.canEdit ? undefined : m.studio_why_read_only());
		this.#commands.set('undo', {
			run: () => this.#step(workspace.undo()),
			reason: () => whyNot() ?? (session.history.canUndo ? undefined : m.studio_why_no_undo()),
		});
		this.#commands.set('redo', {
			run: () => this.#step(workspace.redo()),
			reason: () => whyNot() ?? (session.history.canRedo ? undefined : m.studio_why_no_redo()),
		});
	}

	#step(step: ReturnType<Workspace['undo']>): void {
		if (!this.tell(step) || !step.ok || !step.value) return;
		const text = undoNotice(step.value.skipped, this.#workspace.session);
		if (text !== undefined) this.#notify({ kind: 'info', text });
	}

	#whyNoSelection(): string | undefined {
		return this.#workspace.scene?.selected.length ? undefined : m.studio_why_no_selection();
	}

	#withScene(run: (scene: SceneSession) => void): void {
		const { scene } = this.#workspace;
		if (scene) run(scene);
	}
}

/** The point, or the next one beside it where nothing of the scene's roots stands, so that new things are seen. */
function freeSpot({ entities, hierarchy }: SceneSnapshot, [x, y, z]: Point): Point {
	const taken = (hierarchy.childrenOf.get(null) ?? []).flatMap((id) => {
		const entity = entities.get(id);
		return entity && hasComponent(entity, 'mesh') ? [readField(entity, 'transform', 'position')] : [];
	});
	for (let step = 0; ; step++) {
		const free = x + step * BESIDE_M;
		const isTaken = taken.some(([atX, , atZ]) => Math.hypot(atX - free, atZ - z) < TOO_NEAR_M);
		if (!isTaken) return [free, y, z];
	}
}

/** The commands of the workspace on screen; set beside it. */
export const [getCommands, setCommands] = createContext<WorkspaceCommands>();
