import { parseBranchId, parseProjectId } from '#lib/base/ids.ts';
import type { OpenProblem, ProjectSession } from '#lib/studio/project-session.svelte.ts';
import type { Studio } from '#lib/studio/studio.svelte.ts';
import { Workspace } from '#lib/studio/workspace.svelte.ts';

export type ScreenState =
	| { readonly kind: 'loading' }
	| { readonly kind: 'problem'; readonly problem: OpenProblem }
	| { readonly kind: 'open'; readonly workspace: Workspace };

/** What the studio's screen shows of one project: being opened, why it cannot be, or its workspace. */
export class ProjectScreen {
	#studio: Pick<Studio, 'openProject' | 'closeProject' | 'session' | 'storage'>;
	#id: string;
	#branchId: string | null;
	#state = $state.raw<ScreenState>({ kind: 'loading' });
	#left = false;

	/** `branchId`: null opens the project itself. */
	constructor(
		studio: Pick<Studio, 'openProject' | 'closeProject' | 'session' | 'storage'>,
		id: string,
		branchId: string | null = null,
	) {
		this.#studio = studio;
		this.#id = id;
		this.#branchId = branchId;
	}

	get state(): ScreenState {
		return this.#state;
	}

	async open(): Promise<void> {
		const id = parseProjectId(this.#id);
		if (!id.ok) return this.#show({ kind: 'problem', problem: { kind: 'unknown' } });
		const branchId = this.#branchId === null ? null : parseBranchId(this.#branchId);
		if (branchId?.ok === false) return this.#show({ kind: 'problem', problem: { kind: 'unknown-branch' } });
		const opened = await this.#studio.openProject(id.value, branchId?.value);
		if (!opened.ok) return this.#show({ kind: 'problem', problem: opened.error });
		if (this.#left) return this.#close(opened.value);
		const workspace = await Workspace.open(opened.value, this.#studio.storage);
		this.#show({ kind: 'open', workspace });
	}

	/** The person goes elsewhere: what is open is kept and closed. */
	async leave(): Promise<void> {
		this.#left = true;
		if (this.#state.kind === 'open') await this.#close(this.#state.workspace.session);
	}

	#show(state: ScreenState): void {
		this.#state = state;
	}

	/** Another screen may have opened its project meanwhile: that one stays. */
	async #close(session: ProjectSession): Promise<void> {
		if (this.#studio.session === session) await this.#studio.closeProject();
	}
}
