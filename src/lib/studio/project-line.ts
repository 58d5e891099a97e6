import { Disposer } from '../base/disposer.ts';
import type { ProjectId } from '../base/ids.ts';
import type { ProjectEntry } from '../storage/ports.ts';
import type { StudioParts } from './parts.ts';
import { ProjectPass } from './project-pass.ts';

type Way = Pick<ProjectEntry, 'account' | 'formerToken' | 'held' | 'shared' | 'token' | 'unsent'>;

type Options = {
	readonly parts: Pick<StudioParts, 'connection' | 'membership' | 'storage'>;
	readonly projectId: ProjectId;
	readonly entry: () => ProjectEntry;
	/** The list says something else now: it was brought to an account, shared in another tab. */
	readonly adopt: (way: Way) => void;
	/** Keeps which token has turned out to be the right one, or that what was held back goes. */
	readonly settle: (way: Partial<Way>) => void;
	/** Brings everything of the project to the line and keeps it there. */
	readonly join: (pass: ProjectPass) => void;
};

/** An open project's way to the server: taken when there is one, and again when another takes its place. */
export class ProjectLine {
	readonly pass: ProjectPass;
	readonly #options: Options;
	readonly #disposer = new Disposer();

	constructor(options: Options) {
		const { parts, projectId, entry, settle } = options;
		const { membership } = parts;
		const goBackTo = (token: string) => settle({ token, formerToken: null });
		this.#options = options;
		this.pass = new ProjectPass({ projectId, entry, membership, goBackTo });
		this.#disposer.add(
			parts.connection.onAccess((change) => {
				if (change.projectId !== projectId || change.access.kind !== 'granted') return;
				const { token, formerToken = null } = entry();
				if (formerToken !== null && !this.pass.isMember) settle({ token, formerToken: null });
			}),
		);
		this.#disposer.add(parts.storage.projects.onChange(() => void this.#look()));
		this.#disposer.add(parts.membership.onChange(() => this.#changePerson()));
	}

	connect(): void {
		const { parts, projectId, entry, join } = this.#options;
		if (!this.pass.exists || this.#disposer.disposed) return;
		const coming = parts.connection.bring?.();
		if (coming) return void coming.then((isHere) => isHere && this.connect());
		const { token, formerToken = null } = entry();
		if (this.pass.isMember) parts.connection.authorize(projectId, null, this.pass.source);
		else if (formerToken === null) parts.connection.authorize(projectId, token);
		else parts.connection.authorize(projectId, token, this.pass.source);
		join(this.pass);
	}

	/** Its person says that what was changed while they were signed out goes as theirs. */
	sendHeld(): void {
		this.#options.settle({ held: false });
		this.connect();
	}

	dispose(): void {
		this.#disposer.dispose();
	}

	/** What let the one before in is not used for the next. */
	#changePerson(): void {
		if (!this.pass.isMember) return;
		this.#options.parts.connection.forget(this.#options.projectId);
		this.connect();
	}

	async #look(): Promise<void> {
		const { parts, projectId, entry, adopt } = this.#options;
		const stored = await parts.storage.projects.get(projectId);
		if (!stored || this.#disposer.disposed) return;
		const access = parts.connection.access(projectId);
		const isLetGo = !stored.held && access.kind === 'refused' && access.reason === 'held';
		const isNews = isLetGo || wayOf(stored) !== wayOf(entry());
		const { account = null, shared, token, formerToken = null, unsent = false, held = false } = stored;
		adopt({ account, shared, token, formerToken, unsent, held });
		if (isNews && shared) this.connect();
	}
}

/** A title that was told opens no other way. */
function wayOf({ account, shared, token }: Way): string {
	return JSON.stringify([account?.kind === 'on' ? account.userId : null, shared, token]);
}
