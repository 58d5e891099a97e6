import { m } from '#lib/paraglide/messages.js';
import type { Studio } from '#lib/studio/studio.svelte.ts';
import { parseInvitation, type Invitation } from '#lib/sync/share-link.ts';

type Options = {
	readonly studio: {
		readonly identity: Pick<Studio['identity'], 'name' | 'rename'>;
		readonly joinProject: Studio['joinProject'];
	};
	readonly projectId: string;
	readonly fragment: string;
	/** Milliseconds since the Unix epoch. */
	readonly now: number;
	readonly onjoined: (projectId: string) => void;
};

export type JoinStep =
	/** Asks who is coming. */
	| { readonly kind: 'name' }
	| { readonly kind: 'joining' }
	| { readonly kind: 'refused'; readonly title: string; readonly text: string };

/** The way in by a link: checked first, then a name if there is none yet, then the project is this device's too. */
export class Joining {
	#options: Options;
	#invitation: Invitation | null = null;
	#step = $state.raw<JoinStep>({ kind: 'joining' });

	constructor(options: Options) {
		this.#options = options;
	}

	get step(): JoinStep {
		return this.#step;
	}

	async begin(): Promise<void> {
		const { projectId, fragment, now, studio } = this.#options;
		const invitation = parseInvitation(projectId, fragment, now);
		if (!invitation.ok) {
			const { reason, message } = invitation.error;
			const title = reason === 'expired' ? m.studio_join_expired_title() : m.studio_join_failed_title();
			this.#step = { kind: 'refused', title, text: `${message}.` };
			return;
		}
		this.#invitation = invitation.value;
		if (studio.identity.name === '') this.#step = { kind: 'name' };
		else await this.#enter(invitation.value);
	}

	/** Comes in under this name; '' stays a guest. */
	async join(name: string): Promise<void> {
		if (name.trim() !== '') this.#options.studio.identity.rename(name);
		if (this.#invitation) await this.#enter(this.#invitation);
	}

	async #enter({ projectId, token }: Invitation): Promise<void> {
		this.#step = { kind: 'joining' };
		await this.#options.studio.joinProject(projectId, token);
		this.#options.onjoined(projectId);
	}
}
