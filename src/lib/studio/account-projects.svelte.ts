import type { ProjectId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import {
	deleteProject,
	leaveProject,
	listProjects,
	listReceivedInvitations,
	type ServerProject,
} from '../protocol/api/members.ts';
import { nameOf } from '../protocol/api/endpoint.ts';
import type { ApiProblem } from '../sync/api-problem.ts';
import type { CachedRead, CachedReads } from '../sync/cached-reads.ts';
import type { BringChoice, DeviceProject, DeviceProjects, DeviceProjectsState } from './device-projects.ts';
import type { Outbox, OutboxState } from '../sync/outbox.ts';
import { subjectOf } from '../sync/outbox-order.ts';
import type { Changed } from './asked-change.ts';
import { giveUpProject, type GivenUp } from './give-up-project.ts';
import type { DeviceParts } from './parts.ts';
import { Observed } from './observed.svelte.ts';

type Parts = {
	readonly device: DeviceProjects;
	readonly reads: CachedReads;
	readonly session: { readonly account: string | null };
	readonly outbox: Pick<Outbox, 'add' | 'drop' | 'list' | 'onChange' | 'state'>;
	readonly clock: DeviceParts['clock'];
};

const GIVE_UPS = [deleteProject, leaveProject].map(nameOf);
/** Nobody has more: a server that never comes to an end is not believed. */
const MOST_PAGES = 50;
const PAGE = '100';

/** The projects of whoever is signed in: those of this device, and what the server lists of the others. */
export class AccountProjects {
	readonly #parts: Parts;
	readonly #device: Observed<DeviceProjectsState>;
	readonly #waiting: Observed<OutboxState>;
	#invited = $state.raw<{ account: string; count: number } | null>(null);
	#listed = $state.raw<{ account: string; read: CachedRead<readonly ServerProject[]> } | null>(null);
	#problem = $state.raw<ApiProblem | null>(null);

	constructor(parts: Parts) {
		this.#parts = parts;
		this.#device = new Observed(
			(changed) => parts.device.onChange(changed),
			() => parts.device.state,
		);
		this.#waiting = new Observed(
			(changed) => parts.outbox.onChange(changed),
			() => parts.outbox.state,
		);
	}

	/** Those of this device, what becomes of them, and whose they are. */
	get device(): DeviceProjectsState {
		return this.#device.current;
	}
	/** Those of the account that this device has not got, by the server's last word; null while that is not known. */
	get elsewhere(): CachedRead<readonly ServerProject[]> | null {
		const here = new Set<string>(this.device.projects.map(({ id }) => id));
		const listed = this.#listed?.account === this.device.account ? this.#listed?.read : null;
		return listed ? { ...listed, value: listed.value.filter(({ projectId }) => !here.has(projectId)) } : null;
	}
	/** Why the list cannot be had at all; null while nothing is the matter. */
	get problem(): ApiProblem | null {
		return this.#problem;
	}

	/** How many invitations wait for an answer, by the server's last word. */
	get invited(): number {
		return this.#invited?.account === this.device.account ? (this.#invited?.count ?? 0) : 0;
	}

	/** Whether it waits to be deleted, or left. */
	isGivenUp({ projectId }: Pick<ServerProject, 'projectId'>): boolean {
		const subject = subjectOf({ endpoint: '', input: { params: { projectId } } });
		return this.#waiting.current.requests.some(
			(request) => GIVE_UPS.includes(request.endpoint) && subjectOf(request) === subject,
		);
	}

	/** Deletes it for everybody or, where that is not theirs to do, takes them out of it. */
	giveUp(project: GivenUp): Promise<Result<Changed, ApiProblem>> {
		return giveUpProject(this.#parts, project);
	}

	/** Asks the server who invites them. */
	async readInvitations(): Promise<void> {
		const { session, reads } = this.#parts;
		const { account } = session;
		if (account === null) return;
		const read = await reads.read(account, listReceivedInvitations, { query: { limit: PAGE } });
		if (session.account !== account) return; // somebody else's by now
		this.#invited = read.ok ? { account, count: read.value.value.items.length } : null;
	}

	/** Asks the server for the list. */
	async readList(): Promise<void> {
		const { device, session } = this.#parts;
		const { account } = session;
		await device.look();
		const isOn = ({ standing }: DeviceProject) => standing === 'on' || standing === 'held';
		const before = device.state.projects.filter(isOn).map(({ id }) => id);
		const read = account === null ? null : await this.#readAll(account);
		if (session.account !== account) return; // somebody else's by now
		this.#listed = account !== null && read?.ok ? { account, read: read.value } : null;
		this.#problem = read && !read.ok ? read.error : null;
		if (read?.ok && read.value.trouble === null) await device.noteListed(read.value.value, before);
	}

	/** Lists one of them on this device, to be opened; null: nobody is signed in any more. */
	openHere(project: ServerProject): Promise<ProjectId | null> {
		return this.#parts.device.openHere(project);
	}

	choose(choice: BringChoice): Promise<void> {
		return this.#parts.device.choose(choice);
	}
	bring(id: ProjectId): Promise<void> {
		return this.#parts.device.bring(id);
	}
	keepHere(id: ProjectId): Promise<void> {
		return this.#parts.device.keepHere(id);
	}
	/** What was changed here while its person was signed out goes to the server. */
	send(id: ProjectId): Promise<void> {
		return this.#parts.device.send(id);
	}
	/** All that this device has of it is on the server. */
	noteSent(id: ProjectId): Promise<void> {
		return this.#parts.device.noteSent(id);
	}

	async #readAll(account: string): Promise<Result<CachedRead<readonly ServerProject[]>, ApiProblem>> {
		const projects: ServerProject[] = [];
		let [asOf, trouble]: [number, ApiProblem | null] = [Infinity, null];
		let cursor: string | null = null;
		for (let page = 0; page < MOST_PAGES; page++) {
			const query: { limit: string; cursor?: string } = { limit: PAGE, ...(cursor !== null && { cursor }) };
			const read = await this.#parts.reads.read(account, listProjects, { query });
			if (!read.ok) return err(read.error);
			projects.push(...read.value.value.items);
			asOf = Math.min(asOf, read.value.asOf);
			trouble ??= read.value.trouble;
			cursor = read.value.value.next;
			if (cursor === null) break;
		}
		if (cursor !== null) trouble ??= { code: 'answer', message: 'The list of projects has no end' };
		return ok({ value: projects, asOf, trouble });
	}
}
