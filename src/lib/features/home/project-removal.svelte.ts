import { m } from '#lib/paraglide/messages.js';
import type { ServerProject } from '#lib/protocol/api/members.ts';
import type { AccountProjects } from '#lib/studio/account-projects.svelte.ts';
import { givingUpOf, type GivenUp, type GivingUp } from '#lib/studio/give-up-project.ts';
import type { Toasts } from '#lib/ui/toasts.svelte.ts';
import type { ProjectCard } from './home-port.ts';

type Options = {
	readonly projects: Pick<AccountProjects, 'device' | 'giveUp' | 'readList'>;
	/** Puts it in the bin of this device, with a word about it unless that was said. */
	readonly removeHere: (project: ProjectCard, isSaid: boolean) => Promise<void>;
	readonly toasts: Pick<Toasts, 'show'>;
};

/** Which project, and what its person can do to have it no more. */
type Question = { readonly project: GivenUp; readonly way: GivingUp; readonly card: ProjectCard | null };

/** Deleting what is on an account: for everybody, or only here? */
export class ProjectRemoval {
	readonly #options: Options;
	#question = $state.raw<Question | null>(null);
	#busy = $state(false);

	constructor(options: Options) {
		this.#options = options;
	}

	get question(): Question | null {
		return this.#question;
	}
	get busy(): boolean {
		return this.#busy;
	}

	/** Asks about a project of this device; false: it is on nobody's account, or not on that which is signed in. */
	askHere(card: ProjectCard): boolean {
		const known = this.#options.projects.device.projects.find(({ id }) => id === card.id);
		if (known?.standing !== 'on' && known?.standing !== 'held') return false;
		this.#question = { project: card, way: givingUpOf(card.role), card };
		return true;
	}

	/** Asks about one that is on the account only. */
	askElsewhere({ projectId, role }: ServerProject, title: string): void {
		const project = { id: projectId, title, role };
		this.#question = { project, way: givingUpOf(role), card: null };
	}

	cancel(): void {
		if (!this.#busy) this.#question = null;
	}

	async onlyHere(): Promise<void> {
		const card = this.#question?.card;
		this.#question = null;
		if (card) await this.#options.removeHere(card, false);
	}

	async giveUp(): Promise<void> {
		const question = this.#question;
		if (!question || this.#busy) return;
		this.#busy = true;
		const { projects, toasts, removeHere } = this.#options;
		const { project, way, card } = question;
		const { title } = project;
		const done = await projects.giveUp(project);
		this.#busy = false;
		this.#question = null;
		if (!done.ok) {
			const text = m.devices_give_up_failed({ title, reason: done.error.message });
			return void toasts.show({ kind: 'error', text });
		}
		if (card) await removeHere(card, true);
		const words = way === 'delete' ? m.devices_deleted : m.devices_left;
		const later = way === 'delete' ? m.devices_deleted_later : m.devices_left_later;
		toasts.show({ kind: 'info', text: (done.value === 'done' ? words : later)({ title }) });
		await projects.readList();
	}
}
