import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import { mintProjectId, type ProjectId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import { indexDocumentId } from '../protocol/address.ts';
import type { NewDocument, ProjectEntry, StorageEstimateResult } from '../storage/ports.ts';
import { m } from '../paraglide/messages.js';
import type { AccountProjects } from './account-projects.svelte.ts';
import { newEntry } from './new-project.ts';
import { Observed } from './observed.svelte.ts';
import type { DeviceParts, StudioParts } from './parts.ts';
import type { DocumentState } from './project-copy.ts';
import { readDocuments } from './read-documents.ts';
import { LostProjects } from './lost-projects.svelte.ts';
import { askPersistenceOnce } from './persistence.ts';
import { ProjectFiles } from './project-files/project-files.ts';
import { GAME_IDS, isStarterId, loadStarter, STARTER_IDS } from './starters/starters.ts';
import type { StarterId } from './starters/starter.ts';

export type ProjectCard = {
	readonly id: ProjectId;
	readonly title: string;
	/** Milliseconds since the Unix epoch. */
	readonly changedAt: number;
	readonly thumbnailUrl: string | null;
	readonly origin: ProjectEntry['origin'];
	readonly role: ProjectEntry['role'];
	readonly shared: boolean;
	readonly saved: 'device' | 'waiting' | 'server';
};

export type StarterCard = {
	readonly id: string;
	readonly title: string;
	readonly summary: string;
	/** It can be played as it is. */
	readonly isGame: boolean;
	/** null for what has nothing to show. */
	readonly thumbnailUrl: string | null;
};

export type StorageCard = StorageEstimateResult & { readonly problem: string | null };

const DAY_MS = 86_400_000;
const UNKNOWN_SPACE: StorageEstimateResult = { usedBytes: 0, quotaBytes: null, persisted: null };

/** The projects on this device, and what can be done with them as a whole. */
export class HomeStore {
	/** Projects as files of this device's own disk. */
	readonly files: ProjectFiles;
	/** What the browser lost. */
	readonly lost: LostProjects;
	#parts: DeviceParts;
	/** The projects of whoever is signed in; null: nobody is. */
	readonly account: () => Promise<AccountProjects | null>;
	#studioParts: () => Promise<StudioParts>;
	#cards = $state.raw<readonly ProjectCard[] | null>(null);
	#space = $state.raw<StorageEstimateResult>(UNKNOWN_SPACE);
	#problem: Observed<string | null>;
	#urls = new Map<ProjectId, { readonly picture: Uint8Array; readonly url: string }>();
	#notPromised = new Emitter<void>();
	#stop: Dispose;

	/** `studioParts` opens the way to the server, for the verbs that open a document. */
	constructor(
		parts: DeviceParts,
		studioParts: () => Promise<StudioParts>,
		account: HomeStore['account'] = () => Promise.resolve(null),
	) {
		const { storage } = parts;
		this.#parts = parts;
		this.files = new ProjectFiles(parts, () => void this.#askPersistence());
		this.lost = new LostProjects(storage);
		this.#studioParts = studioParts;
		this.account = account;
		this.#problem = new Observed(
			(changed) => storage.onHealth(changed),
			() => (storage.health.kind === 'failing' ? storage.health.problem.message : null),
		);
		this.#stop = storage.projects.onChange(() => void this.#refresh());
		void this.#refresh().then(() => this.#purge());
	}

	get projects(): readonly ProjectCard[] | null {
		return this.#cards;
	}
	get starters(): readonly StarterCard[] {
		const nothing = {
			id: 'empty',
			title: m.projects_empty(),
			summary: m.projects_empty_summary(),
			isGame: false,
			thumbnailUrl: null,
		};
		const scenes = STARTER_IDS.map((id) => ({
			id,
			...STARTER_WORDS[id](),
			isGame: GAME_IDS.includes(id),
			thumbnailUrl: `/starters/${id}.webp`,
		}));
		return [...scenes, nothing];
	}
	get storage(): StorageCard {
		return { ...this.#space, problem: this.#problem.current };
	}
	get deviceName(): string {
		return this.#parts.identity.name;
	}

	setDeviceName(name: string): void {
		this.#parts.identity.rename(name);
	}

	/** With the scene of a starter; without one, or by a name that is none, with an empty scene. */
	async createProject(input: { starter?: string; title?: string } = {}): Promise<Result<ProjectId, string>> {
		const { storage, clock } = this.#parts;
		const starterId = input.starter !== undefined && isStarterId(input.starter) ? input.starter : undefined;
		const starter = starterId && (await loadStarter(starterId));
		const title = input.title ?? titleOf(starterId);
		const names = { title, scene: m.projects_first_scene() };
		const { makeProject } = await import('./make-project.ts');
		const { id, documents } = await makeProject(storage, names, clock.now(), starter);
		return this.#keep(newEntry(id, title, clock.now()), documents);
	}

	async renameProject(id: ProjectId, title: string): Promise<Result<void, string>> {
		const { openForRename } = await import('./rename-project.ts');
		return openForRename(await this.#studioParts(), id, title);
	}

	async duplicateProject(id: ProjectId): Promise<Result<ProjectId, string>> {
		const entry = await this.#parts.storage.projects.get(id);
		if (!entry) return err(m.projects_gone());
		const documents = await readDocuments(this.#parts.storage, id);
		if (!documents.ok) return documents;
		const title = m.projects_copy({ title: entry.title });
		return this.#keepCopy(documents.value, id, title, entry);
	}

	async removeProject(id: ProjectId): Promise<Result<void, string>> {
		return this.#setRemoved(id, this.#parts.clock.now());
	}

	async restoreProject(id: ProjectId): Promise<Result<void, string>> {
		return this.#setRemoved(id, null);
	}

	/** Told once: the browser was asked to spare this site, and did not promise it. */
	onNotPromised(listener: () => void): Dispose {
		return this.#notPromised.on(listener);
	}

	/** Asks the browser again how much is used. */
	async measure(): Promise<void> {
		this.#space = await this.#parts.storage.estimate();
	}

	dispose(): void {
		this.#stop();
		for (const { url } of this.#urls.values()) URL.revokeObjectURL(url);
		this.#urls.clear();
	}

	async #keepCopy(
		documents: readonly DocumentState[],
		originalId: ProjectId,
		title: string,
		{ thumbnail }: Pick<ProjectEntry, 'thumbnail'>,
	): Promise<Result<ProjectId, string>> {
		// Documents' own code is not needed to list projects.
		const { copyDocuments } = await import('./project-copy.ts');
		const id = mintProjectId();
		const copy = { projectId: id, title };
		const { states } = this.#parts.storage;
		const copies = await copyDocuments(documents, indexDocumentId(originalId), copy, states);
		if (!copies.ok) return err(copies.error.message);
		return this.#keep({ ...newEntry(id, title, this.#parts.clock.now()), thumbnail }, copies.value);
	}

	/** Wholly there or not at all; where storage is denied, at least for this visit. */
	async #keep(entry: ProjectEntry, documents: readonly NewDocument[]): Promise<Result<ProjectId, string>> {
		const { storage } = this.#parts;
		await storage.projects.create(entry, documents);
		void this.#askPersistence();
		return ok(entry.id);
	}

	async #askPersistence(): Promise<void> {
		if ((await askPersistenceOnce(this.#parts.storage)) === false) this.#notPromised.emit();
		await this.measure();
	}

	async #setRemoved(id: ProjectId, removedAt: number | null): Promise<Result<void, string>> {
		const entry = await this.#parts.storage.projects.get(id);
		if (!entry) return err(m.projects_gone());
		await this.#parts.storage.projects.patch(id, { removedAt });
		return ok();
	}

	async #refresh(): Promise<void> {
		const entries = await this.#parts.storage.projects.list();
		this.#cards = entries.filter(({ removedAt }) => removedAt === null).map((entry) => this.#card(entry));
		await Promise.all([this.measure(), this.lost.refresh()]);
	}

	/** What was deleted longer than a day ago goes for good. */
	async #purge(): Promise<void> {
		const { storage, clock } = this.#parts;
		for (const { id, removedAt } of await storage.projects.list()) {
			if (removedAt !== null && clock.now() - removedAt > DAY_MS) await storage.projects.delete(id);
		}
		await this.files.sweep();
	}

	#card(entry: ProjectEntry): ProjectCard {
		const { id, title, changedAt, origin, role, shared, waiting, unsent = false } = entry;
		const saved = !shared ? 'device' : waiting > 0 || unsent ? 'waiting' : 'server';
		return { id, title, changedAt, thumbnailUrl: this.#url(entry), origin, role, shared, saved };
	}

	#url({ id, thumbnail }: ProjectEntry): string | null {
		const known = this.#urls.get(id);
		if (!thumbnail) return known?.url ?? null;
		if (known && sameBytes(known.picture, thumbnail)) return known.url;
		if (known) URL.revokeObjectURL(known.url);
		const url = URL.createObjectURL(new Blob([thumbnail]));
		this.#urls.set(id, { picture: thumbnail, url });
		return url;
	}
}

const titleOf = (starter: StarterId | undefined): string =>
	starter === undefined || starter === 'first' ? m.projects_untitled() : STARTER_WORDS[starter]().title;

const STARTER_WORDS = {
	platformer: () => ({
		title: m.projects_starter_platformer(),
		summary: m.projects_starter_platformer_summary(),
	}),
	puzzle: () => ({ title: m.projects_starter_puzzle(), summary: m.projects_starter_puzzle_summary() }),
	walk: () => ({ title: m.projects_starter_walk(), summary: m.projects_starter_walk_summary() }),
	collector: () => ({
		title: m.projects_starter_collector(),
		summary: m.projects_starter_collector_summary(),
	}),
	campfire: () => ({
		title: m.projects_starter_campfire(),
		summary: m.projects_starter_campfire_summary(),
	}),
	gallery: () => ({ title: m.projects_starter_gallery(), summary: m.projects_starter_gallery_summary() }),
	stairway: () => ({ title: m.projects_starter_stairway(), summary: m.projects_starter_stairway_summary() }),
} as const;

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
	return a.byteLength === b.byteLength && a.every((byte, i) => byte === b[i]);
}
