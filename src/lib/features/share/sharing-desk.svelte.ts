import type { LinkRole, ShareLink } from '#lib/protocol/api.ts';
import { mayInProject } from '#lib/protocol/permissions.ts';
import type { Result } from '#lib/base/result.ts';
import { m } from '#lib/paraglide/messages.js';
import type { ProjectSession } from '#lib/studio/project-session.svelte.ts';
import { isPassing, type ProjectsProblem } from '#lib/sync/projects-problem.ts';
import { formatShareLink } from '#lib/sync/share-link.ts';

/** What the desk is busy with: reading the links, making one, ending one. */
type Task = { readonly kind: 'reading' } | { readonly kind: 'creating' } | { readonly kind: 'revoking' };

/** What the share dialog does: links made, listed and ended. Every failure leaves things as they were, and says so. */
export class SharingDesk {
	#session: ProjectSession;
	#origin: string;
	#task = $state.raw<Task | null>(null);
	#problem = $state.raw<string | null>(null);

	/** `origin` as in `https://host`: where the links lead. */
	constructor(session: ProjectSession, origin: string) {
		this.#session = session;
		this.#origin = origin;
	}

	get canShare(): boolean {
		return mayInProject(this.#session.role, 'project.link.manage');
	}
	get shared(): boolean {
		return this.#session.shared;
	}
	/** Newest first; null before they were read. */
	get links(): readonly ShareLink[] | null {
		return this.#session.sharing.links?.toReversed() ?? null;
	}
	get busy(): Task['kind'] | null {
		return this.#task?.kind ?? null;
	}
	get problem(): string | null {
		return this.#problem;
	}

	urlOf({ token }: ShareLink): string {
		return formatShareLink(this.#origin, { projectId: this.#session.id, token });
	}

	/** Reads the links of a project that is shared already; one that is not stays on this device alone. */
	async open(): Promise<void> {
		this.#problem = null;
		if (!this.canShare || !this.shared) return;
		await this.#run({ kind: 'reading' }, () => this.#session.sharing.open());
	}

	async create(role: LinkRole): Promise<ShareLink | null> {
		const made = await this.#run({ kind: 'creating' }, () => this.#session.sharing.createLink(role));
		// Links made earlier, on another visit, are not known before they were read once.
		if (made && this.#session.sharing.links?.length === 1) await this.open();
		return made;
	}

	async revoke({ linkId }: ShareLink): Promise<void> {
		await this.#run({ kind: 'revoking' }, () => this.#session.sharing.revokeLink(linkId));
	}

	async #run<T>(task: Task, ask: () => Promise<Result<T, ProjectsProblem>>): Promise<T | null> {
		if (this.#task) return null;
		this.#task = task;
		this.#problem = null;
		const answer = await ask();
		this.#task = null;
		if (answer.ok) return answer.value;
		this.#problem = describeProblem(answer.error);
		return null;
	}
}

function describeProblem(problem: ProjectsProblem): string {
	return isPassing(problem) && problem.reason !== 'not-found' && problem.reason !== 'rate-limited'
		? m.share_away()
		: m.share_refused({ why: problem.message.replace(/\.$/, '') });
}
