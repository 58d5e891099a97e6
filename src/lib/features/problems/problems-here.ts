import type { Problem } from '#lib/doc/problems/problem.ts';
import { m } from '#lib/paraglide/messages.js';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';

type Here = Pick<Workspace, 'scene' | 'problems' | 'focusSelection'>;
type Telling = Pick<WorkspaceCommands, 'tell' | 'notify' | 'whyNoEdit'>;

/** The problems of the scene on screen, and what can be done about them. */
export class ProblemsHere {
	readonly #workspace: Here;
	readonly #commands: Telling;

	constructor(workspace: Here, commands: Telling) {
		this.#workspace = workspace;
		this.#commands = commands;
	}

	get list(): readonly Problem[] {
		return this.#workspace.problems?.list ?? [];
	}

	/** Why nothing can be mended; undefined when it can. */
	readonly whyNoFix = (): string | undefined => {
		const why = this.#commands.whyNoEdit();
		return why ?? (this.list.some(({ fix }) => fix) ? undefined : m.problems_why_no_fix());
	};

	/** Selects what has the problem, and brings it into view. */
	goTo({ entityId }: Problem): void {
		this.#workspace.scene?.select([entityId]);
		this.#workspace.focusSelection();
	}

	async fix(problem: Problem): Promise<void> {
		const mended = await this.#workspace.problems?.fix([problem]);
		if (mended) this.#commands.tell(mended);
	}

	/** Mends all that can be, as one gesture, and says what is left. */
	async fixAll(): Promise<void> {
		const { problems } = this.#workspace;
		if (!problems) return;
		const before = this.list.length;
		const mended = await problems.fix(this.list);
		if (!this.#commands.tell(mended)) return;
		const left = this.list.length;
		const text = m.problems_fixed({ count: before - left });
		this.#commands.notify({
			kind: 'success',
			text: left > 0 ? `${text} ${m.problems_left({ count: left })}` : text,
		});
	}
}
