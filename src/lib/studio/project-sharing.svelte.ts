import type { LinkId, ProjectId } from '../base/ids.ts';
import { mintClaim } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { LinkRole, ShareLink } from '../protocol/api.ts';
import type { ProjectEntry, ProjectPatch } from '../storage/ports.ts';
import type { ProjectsProblem } from '../sync/projects-client.ts';
import type { StudioParts } from './parts.ts';

/** Whoever made it: what is on an account is shared by its person alone. */
const NOT_SIGNED_IN: ProjectsProblem = {
	reason: 'unauthorized',
	message: 'Sign in to the account that this project is on, or try again when the server can be reached',
};

type SharedProject = {
	readonly entry: () => ProjectEntry;
	readonly update: (patch: ProjectPatch) => void;
	/** What lets this device in now; null while nothing does. */
	readonly token: () => Promise<string | null>;
	readonly connect: () => void;
};

/** Who may come in: the project's links, kept by the server; the right to make them, kept on this device. */
export class ProjectSharing {
	#parts: StudioParts;
	#projectId: ProjectId;
	#project: SharedProject;
	#links = $state.raw<readonly ShareLink[] | null>(null);

	constructor(parts: StudioParts, projectId: ProjectId, project: SharedProject) {
		this.#parts = parts;
		this.#projectId = projectId;
		this.#project = project;
	}

	/** The links there are, newest last; null before they were asked for. */
	get links(): readonly ShareLink[] | null {
		return this.#links;
	}

	/** Puts the project on the server, if it is not there yet, and reads its links. */
	async open(): Promise<Result<readonly ShareLink[], ProjectsProblem>> {
		const token = await this.#register();
		if (!token.ok) return token;
		const listed = await this.#parts.projects.listLinks(this.#projectId, token.value);
		if (listed.ok) this.#links = listed.value;
		return listed;
	}

	async createLink(role: LinkRole): Promise<Result<ShareLink, ProjectsProblem>> {
		const token = await this.#register();
		if (!token.ok) return token;
		const made = await this.#parts.projects.createLink(this.#projectId, token.value, role);
		if (made.ok) this.#links = [...(this.#links ?? []), made.value];
		return made;
	}

	/** Ends a link: whoever came by it is cut off at once and keeps what is on their device. */
	async revokeLink(linkId: string): Promise<Result<void, ProjectsProblem>> {
		const token = await this.#register();
		if (!token.ok) return token;
		const revoked = await this.#parts.projects.revokeLink(this.#projectId, token.value, linkId as LinkId);
		if (revoked.ok) this.#links = (this.#links ?? []).filter((link) => link.linkId !== linkId);
		return revoked;
	}

	/** The claim is kept before it is used, so that an answer lost on the way can be asked for again. */
	async #register(): Promise<Result<string, ProjectsProblem>> {
		const { claim, account } = this.#project.entry();
		const token = await this.#project.token();
		if (token !== null) return ok(token);
		if (account?.kind === 'on') return err(NOT_SIGNED_IN);
		const proof = claim ?? mintClaim();
		if (claim === null) this.#project.update({ claim: proof });
		const registered = await this.#parts.projects.register(this.#projectId, proof);
		if (!registered.ok) return registered;
		this.#project.update({ token: registered.value, shared: true });
		this.#project.connect();
		return registered;
	}
}
