import type { Dispose } from '../base/disposer.ts';
import { Disposer } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { ProjectId } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import { nameOf } from '../protocol/api/endpoint.ts';
import type { KeptRequest } from '../protocol/api/kept-request.ts';
import {
	attachProject,
	deleteProject,
	leaveProject,
	tellTitle,
	type ServerProject,
} from '../protocol/api/members.ts';
import { mayInProject } from '../protocol/permissions.ts';
import { m } from '../paraglide/messages.js';
import type { ProjectAccount, ProjectEntry, ProjectPatch } from '../storage/ports.ts';
import type { Outbox, SentRequest } from '../sync/outbox.ts';
import { newEntry } from './new-project.ts';
import type { DeviceParts } from './parts.ts';
import { toldTitle } from './told-title.ts';

/** What a person said of the projects of this device: all go to their account, or none unasked. */
export type BringChoice = 'bring' | 'keep';

/** Where a project of this device stands with the account that is signed in. */
export type ProjectStanding =
	/** In the account's list. */
	| 'on'
	/** The same, but changed here while its person was signed out: sent when they say so. */
	| 'held'
	/** On its way there, in the outbox. */
	| 'waiting'
	/** On this device, and nobody said anything else. */
	| 'here'
	/** Somebody said that it stays on this device. */
	| 'kept-here'
	/** In the list of another account, which was signed in here before. */
	| 'elsewhere'
	/** Somebody else's, come to by a link. */
	| 'joined';

export type DeviceProject = {
	readonly id: ProjectId;
	readonly title: string;
	readonly standing: ProjectStanding;
};

export type DeviceProjectsState = {
	readonly account: string | null;
	/** Null: nobody was asked yet. */
	readonly choice: BringChoice | null;
	/** Newest change first. */
	readonly projects: readonly DeviceProject[];
};

export type DeviceProjectsOptions = {
	readonly storage: Pick<DeviceParts['storage'], 'projects' | 'settings'>;
	readonly session: { readonly account: string | null; onChange(listener: () => void): Dispose };
	readonly outbox: Pick<Outbox, 'add' | 'drop' | 'edit' | 'list' | 'onChange' | 'onSent'>;
	/** Held by one tab at a time; null when somebody holds it for longer. */
	readonly holdLock: (name: string, patienceMs: number) => Promise<Dispose | null>;
	readonly clock: DeviceParts['clock'];
	readonly mintClaim: () => string;
};

const GIVE_UPS = [deleteProject, leaveProject].map(nameOf);
const LOCK = 'device-projects';
const LOCK_PATIENCE_MS = 30_000;
const SOON_MS = 1_000;

/**
 * Brings the projects of this device to the account that is signed in, as far as its person said so: each by a request
 * of the outbox, with the secret that proves who made it. Nothing of a project moves by that.
 */
export class DeviceProjects {
	readonly #options: DeviceProjectsOptions;
	readonly #changed = new Emitter<DeviceProjectsState>();
	readonly #disposer = new Disposer();
	#state: DeviceProjectsState = { account: null, choice: null, projects: [] };
	#looking: Promise<void> | null = null;
	#again = false;
	#cancelLook: Dispose | null = null;

	constructor(options: DeviceProjectsOptions) {
		this.#options = options;
	}

	get state(): DeviceProjectsState {
		return this.#state;
	}

	onChange(listener: (state: DeviceProjectsState) => void): Dispose {
		return this.#changed.on(listener);
	}

	/** From now on, whatever changes is seen to. */
	start(): void {
		const { storage, session, outbox } = this.#options;
		const look = () => void this.look();
		// An open project changes its entry every second or so.
		this.#disposer.add(storage.projects.onChange(() => this.#lookSoon()));
		this.#disposer.add(() => this.#cancelLook?.());
		this.#disposer.add(session.onChange(look));
		this.#disposer.add(outbox.onChange(look));
		this.#disposer.add(outbox.onSent((sent) => this.#settle(sent)));
		look();
	}

	dispose(): void {
		this.#disposer.dispose();
		this.#changed.clear();
	}

	/** Looks what there is to bring or to tell, and asks for it. */
	look(): Promise<void> {
		this.#again = true;
		this.#looking ??= this.#lookOn().finally(() => (this.#looking = null));
		return this.#looking;
	}

	/** What becomes of this device's projects, as long as nobody says something else of one. */
	async choose(choice: BringChoice): Promise<void> {
		const { session, storage } = this.#options;
		if (session.account === null) return;
		await storage.settings.set(settingOf(session.account), choice);
		await this.look();
	}

	/** Brings one, whatever was chosen for all. */
	async bring(id: ProjectId): Promise<void> {
		const { account } = this.#options.session;
		await this.#alone(async () => {
			const entry = await this.#options.storage.projects.get(id);
			if (!entry || account === null || !isFree(entry, account) || !this.#isStill(account)) return;
			if (entry.account) await this.#patch(id, { account: null });
			const waiting = await this.#options.outbox.list(account);
			if (waiting && !isAsked(waiting, id)) await this.#attach(entry, account);
		});
		await this.look();
	}

	/** Leaves one where it is, as long as it is not brought yet; what was on its way is dropped. */
	async keepHere(id: ProjectId): Promise<void> {
		const { account } = this.#options.session;
		await this.#alone(async () => {
			const { storage, outbox } = this.#options;
			if ((await storage.projects.get(id))?.account?.kind === 'on') return;
			await this.#patch(id, { account: { kind: 'kept-here' } });
			const asked = (await outbox.list(account))?.filter((request) => isAbout(request, attachProject, id));
			for (const { key } of asked ?? []) await outbox.drop(key);
		});
		await this.look();
	}

	/** Somebody gave a waiting request up: the project stays here, rather than being asked for again at once. */
	async noteDropped(request: KeptRequest): Promise<void> {
		const id = projectOf(request);
		if (id === null || request.endpoint !== nameOf(attachProject)) return;
		await this.keepHere(id);
	}

	/** Lists a project of the account on this device; opening it fetches what the server has. */
	async openHere({ projectId, title, role }: ServerProject): Promise<ProjectId | null> {
		const { storage, session, clock } = this.#options;
		const id = projectId as ProjectId;
		const { account: userId } = session;
		if (userId === null) return null;
		await this.#alone(async () => {
			const known = await storage.projects.get(id);
			const account: ProjectAccount = { kind: 'on', userId, title };
			// What this device was told it is called stays: another name in the list is news, not a change made here.
			const on = isOnAccountOf(known, userId) ? known.account : account;
			if (known) return this.#patch(id, { account: on, unsent: true, shared: true, removedAt: null });
			const entry = newEntry(id, title ?? m.projects_joined(), clock.now());
			const origin = role === 'owner' ? 'mine' : 'joined';
			await storage.projects.put({ ...entry, origin, role, shared: true, account });
		});
		return id;
	}

	/** Somebody says that what was changed here while they were signed out goes to their account. */
	async send(id: ProjectId): Promise<void> {
		await this.#alone(() => this.#patch(id, { held: false }));
		await this.look();
	}

	/** All that this device has of it is on the server. */
	async noteSent(id: ProjectId): Promise<void> {
		await this.#alone(async () => {
			if ((await this.#options.storage.projects.get(id))?.unsent) await this.#patch(id, { unsent: false });
		});
	}

	/**
	 * The account's whole list, as the server just said it; `before`: what was on it when it was asked. What is here and in
	 * the list goes by the account from now on, what is not in it any more does not.
	 */
	async noteListed(listed: readonly ServerProject[], before: readonly ProjectId[]): Promise<void> {
		const { storage, session } = this.#options;
		const { account: userId } = session;
		if (userId === null) return;
		const inList = new Map(listed.map((project) => [project.projectId, project]));
		await this.#alone(async () => {
			for (const { id, account } of await storage.projects.list()) {
				const project = inList.get(id);
				if (project && !account) {
					const { title, role } = project;
					const found: ProjectAccount = { kind: 'on', userId, title };
					await this.#patch(id, { account: found, unsent: true, role, shared: true });
				} else if (!project && before.includes(id)) await this.#noteLeft(id);
			}
		});
		await this.look();
	}

	/** It is on no account any more, and what is here of it is this device's own. */
	async #noteLeft(id: ProjectId): Promise<void> {
		const { projects } = this.#options.storage;
		const known = await projects.get(id);
		if (!known) return;
		const account: ProjectAccount | null = known.origin === 'mine' ? { kind: 'kept-here' } : null;
		await this.#patch(id, { account, shared: known.token !== null });
	}

	#lookSoon(): void {
		this.#cancelLook ??= this.#options.clock.after(SOON_MS, () => {
			this.#cancelLook = null;
			void this.look();
		});
	}

	async #lookOn(): Promise<void> {
		while (this.#again && !this.#disposer.disposed) {
			this.#again = false;
			await this.#alone(() => this.#ask());
			await this.#refresh();
		}
	}

	async #ask(): Promise<void> {
		const { session, storage, outbox } = this.#options;
		const { account } = session;
		if (account === null) return;
		const brings = (await this.#choice(account)) === 'bring';
		const [listed, waiting] = [await storage.projects.read(), await outbox.list(account)];
		if (!listed.ok || waiting === null) return; // neither is asked for twice
		for (const entry of listed.value) {
			if (!this.#isStill(account)) return;
			if (brings && !entry.account && isFree(entry, account) && !isAsked(waiting, entry.id))
				await this.#attach(entry, account);
			else await this.#tell(entry, account, waiting);
		}
	}

	/** The claim is kept before it is used, so that an answer lost on the way can be asked for again. */
	async #attach({ id, title, claim: known }: ProjectEntry, account: string): Promise<void> {
		const { storage, outbox, mintClaim } = this.#options;
		if (known === null) await this.#patch(id, { claim: mintClaim() });
		const claim = known ?? (await storage.projects.get(id))?.claim;
		if (!claim) return;
		const told = toldTitle(title);
		const body = { claim, ...(told !== null && { title: told }) };
		const summary = m.projects_bring_waiting({ title });
		await outbox.add(attachProject, { params: { projectId: id }, body }, summary, account);
	}

	/** Of several titles that wait the last one is told. */
	async #tell(entry: ProjectEntry, userId: string, waiting: readonly KeptRequest[]): Promise<void> {
		const { id, account, role, held = false } = entry;
		const title = toldTitle(entry.title);
		if (account?.kind !== 'on' || account.userId !== userId || title === null) return;
		if (held) return; // nor is a name that somebody else may have given it
		if (title === account.title || !mayInProject(role, 'project.describe')) return;
		const { outbox } = this.#options;
		const request = { params: { projectId: id }, body: { title } };
		const summary = m.projects_title_waiting({ title });
		const last = waiting.findLast((one) => isAbout(one, tellTitle, id));
		const isEdited = last && (await outbox.edit(last.key, request satisfies JsonValue, summary)).ok;
		if (!isEdited && (await outbox.add(tellTitle, request, summary, userId)) === null) return;
		await this.#patch(id, { account: { ...account, title } });
	}

	async #settle({ request, answer }: SentRequest): Promise<void> {
		const id = projectOf(request);
		if (id !== null && GIVE_UPS.includes(request.endpoint)) return this.#alone(() => this.#noteLeft(id));
		if (request.endpoint !== nameOf(attachProject)) return;
		// The client checked it against the endpoint's schema.
		const { title, role } = answer as ServerProject;
		await this.#alone(async () => {
			if (id === null || !(await this.#options.storage.projects.get(id))) return;
			const account: ProjectAccount = { kind: 'on', userId: request.account, title };
			await this.#patch(id, { account, unsent: true, role, shared: true });
		});
	}

	async #refresh(): Promise<void> {
		const { session, storage, outbox } = this.#options;
		const { account } = session;
		const choice = account === null ? null : await this.#choice(account);
		const waiting = (await outbox.list(account)) ?? [];
		const listed = (await storage.projects.list()).filter(({ removedAt }) => removedAt === null);
		const projects = listed.map((entry) => ({
			id: entry.id,
			title: entry.title,
			standing: standingOf(entry, account, waiting),
		}));
		const next = { account, choice, projects };
		if (JSON.stringify(next) === JSON.stringify(this.#state)) return;
		this.#state = next;
		this.#changed.emit(next);
	}

	async #choice(account: string): Promise<BringChoice | null> {
		const choice = await this.#options.storage.settings.get(settingOf(account));
		return choice === 'bring' || choice === 'keep' ? choice : null;
	}

	/** Whoever began something may have left meanwhile, and the next come. */
	#isStill(account: string): boolean {
		return this.#options.session.account === account;
	}

	#patch(id: ProjectId, patch: ProjectPatch): Promise<unknown> {
		return this.#options.storage.projects.patch(id, patch);
	}

	/** One tab at a time, so that nothing is asked twice; what is repeated all the same the server does once. */
	async #alone(run: () => Promise<unknown>): Promise<void> {
		const release = await this.#options.holdLock(LOCK, LOCK_PATIENCE_MS);
		try {
			await run();
		} finally {
			release?.();
		}
	}
}

const settingOf = (account: string): string => `device-projects.${account}`;

/** Made on this device, and no other account's. */
function isFree({ origin, removedAt, account }: ProjectEntry, userId: string): boolean {
	const isElsewhere = account?.kind === 'on' && account.userId !== userId;
	return origin === 'mine' && removedAt === null && !isElsewhere;
}

function isOnAccountOf(
	entry: ProjectEntry | null,
	userId: string,
): entry is ProjectEntry & { readonly account: ProjectAccount } {
	return entry?.account?.kind === 'on' && entry.account.userId === userId;
}

function projectOf({ input }: KeptRequest): ProjectId | null {
	const { params } = input as { readonly params?: { readonly projectId?: unknown } };
	return typeof params?.projectId === 'string' ? (params.projectId as ProjectId) : null;
}

function isAbout(request: KeptRequest, endpoint: Parameters<typeof nameOf>[0], id: ProjectId): boolean {
	return request.endpoint === nameOf(endpoint) && projectOf(request) === id;
}

const isAsked = (waiting: readonly KeptRequest[], id: ProjectId): boolean =>
	waiting.some((request) => isAbout(request, attachProject, id));

function standingOf(
	{ id, origin, account, held = false }: ProjectEntry,
	userId: string | null,
	waiting: readonly KeptRequest[],
): ProjectStanding {
	if (account?.kind === 'on') {
		if (account.userId !== userId) return 'elsewhere';
		return held ? 'held' : 'on';
	}
	if (origin === 'joined') return 'joined';
	if (isAsked(waiting, id)) return 'waiting';
	return account?.kind === 'kept-here' ? 'kept-here' : 'here';
}
