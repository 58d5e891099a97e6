import type { Dispose } from '#lib/base/disposer.ts';
import { m } from '#lib/paraglide/messages.js';
import { listAllProjects, removeProject, type AdminProject } from '#lib/protocol/api/admin.ts';
import type { AdminPort } from './admin-port.ts';
import { problemText } from './admin-words.ts';
import { PagedList, readPage } from './paged-list.svelte.ts';

const TYPING_MS = 350;
const LONGEST = 100;
/** Milliseconds in which what a few projects take up is measured. */
const MEASURED_MS = 2000;

/** The projects of a server: looked for, listed, taken off it. */
export class ProjectsView {
	readonly list: PagedList<AdminProject>;
	#search = $state.raw('');
	#removing = $state.raw<AdminProject | null>(null);
	#cancel: Dispose = () => {};
	readonly #port: AdminPort;

	constructor(port: AdminPort) {
		this.#port = port;
		this.list = new PagedList((cursor) => {
			const search = this.#search.trim().slice(0, LONGEST);
			const query = { ...(search !== '' && { search }), ...(cursor !== null && { cursor }) };
			return readPage(port.store, listAllProjects, query);
		});
	}

	get search(): string {
		return this.#search;
	}
	/** The one whose end is asked about. */
	get removing(): AdminProject | null {
		return this.#removing;
	}

	/** Reads how the list begins; once more a little later where it was not measured yet what they take up. */
	async look(): Promise<void> {
		await this.list.first();
		const { items, asOf } = this.list;
		if (asOf !== null || !items?.some(({ use }) => use === null)) return;
		this.#cancel();
		this.#cancel = this.#port.clock.after(MEASURED_MS, () => {
			if (this.list.items === items) void this.list.first();
		});
	}

	searchFor(text: string): void {
		this.#search = text;
		this.#cancel();
		this.#cancel = this.#port.clock.after(TYPING_MS, () => void this.list.first());
	}

	askToRemove(project: AdminProject | null): void {
		this.#removing = project;
	}

	async remove(project: AdminProject): Promise<void> {
		const { store, toasts } = this.#port;
		const { projectId } = project;
		const removed = await store.call(removeProject, { params: { projectId } });
		// Somebody else was quicker: it is gone all the same.
		if (!removed.ok && removed.error.code !== 'not-found') {
			toasts.show({ kind: 'error', text: problemText(removed.error) });
			return;
		}
		this.list.replace((item) => (item.projectId === projectId ? null : item));
		toasts.show({ kind: 'success', text: m.admin_project_removed({ title: titleOf(project) }) });
	}

	dispose(): void {
		this.#cancel();
	}
}

export const titleOf = ({ title }: Pick<AdminProject, 'title'>): string =>
	title ?? m.admin_project_untitled();
