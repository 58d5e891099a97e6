import { systemClock, type Clock } from '#lib/base/clock.ts';
import type { ProjectId } from '#lib/base/ids.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { AppInstall } from '#lib/pwa/install.svelte.ts';
import type { OfflineCopy } from '#lib/pwa/offline-copy.svelte.ts';
import type { SetAside } from '#lib/storage/set-aside/set-aside.ts';
import type { ProjectUse, StorageUse } from '#lib/studio/storage-facts.ts';
import { byteSize } from '#lib/ui/byte-size.ts';
import { relativeTime } from '#lib/ui/relative-time.ts';
import type { Toasts } from '#lib/ui/toasts.svelte.ts';
import { cleanupWords } from './cleanup-words.ts';
import { cleanupSources, type AppPort } from './cleanup-source.ts';
import { Cleanups, type CleanupRow } from './cleanups.svelte.ts';
import { Copies, type CopiesParts } from './copies.svelte.ts';
import { DataCheck } from './data-check.svelte.ts';
import type { LongTask } from './long-task.svelte.ts';
import {
	LARGEST_FIRST,
	nextOrder,
	orderProjects,
	type OrderKey,
	type ProjectOrder,
} from './project-order.ts';
import type { StoragePort } from './storage-port.ts';
import { truthOf, type Truth, type TruthStep } from './truth.ts';

export type StorageScreenParts = {
	readonly port: StoragePort;
	readonly toasts: Pick<Toasts, 'show'>;
	readonly install: Pick<AppInstall, 'canInstall' | 'install'>;
	/** The app itself on this device. */
	readonly app: AppPort & Pick<OfflineCopy, 'state' | 'makeAvailableOffline'>;
	readonly chooseFile: CopiesParts['chooseFile'];
	/** Hands a file to the person. */
	readonly save: (fileName: string, content: Blob) => void;
	readonly isOnline: () => boolean;
	readonly clock?: Clock;
};

/** Something that cannot be undone, waiting for a yes. */
export type Question = {
	readonly title: string;
	readonly text: string;
	readonly confirm: string;
	readonly run: () => Promise<void>;
};

/** Rows drawn at first, and each time somebody asks for more. */
const PAGE = 100;

/** The storage screen: where the work is, what takes how much, and what is done about it, with a word on each outcome. */
export class StorageScreen {
	readonly cleanups: Cleanups;
	readonly check: DataCheck;
	readonly copies: Copies;
	#parts: StorageScreenParts;
	#clock: Clock;
	#use = $state.raw<StorageUse | null>(null);
	#problem = $state.raw<string | null>(null);
	#measuring = $state.raw(false);
	#order = $state.raw<ProjectOrder>(LARGEST_FIRST);
	#most = $state.raw(PAGE);
	#question = $state.raw<Question | null>(null);
	#ordered = $derived.by(() => orderProjects(this.#listed(), this.#order, getLocale()));

	constructor(parts: StorageScreenParts) {
		this.#parts = parts;
		this.#clock = parts.clock ?? systemClock;
		this.cleanups = new Cleanups(cleanupSources(parts.port, parts.app));
		this.copies = new Copies(parts);
		this.check = new DataCheck(parts.port);
	}

	/** Null while nobody has measured yet. */
	get use(): StorageUse | null {
		return this.#use;
	}
	/** Why it could not be measured; what was measured before stays. */
	get problem(): string | null {
		return this.#problem;
	}
	get measuring(): boolean {
		return this.#measuring;
	}
	/** Null until it is known. */
	get truth(): Truth | null {
		const { port, install } = this.#parts;
		const { safety } = port;
		if (!safety.known && !safety.problem) return null;
		const canExport = this.count > 0;
		return truthOf({ ...safety, canInstall: install.canInstall, canExport });
	}
	/** "2 of 3 projects are on a server as well." Null while there are none. */
	get elsewhere(): string | null {
		const projects = this.#listed();
		if (projects.length === 0) return null;
		const count = projects.filter(({ saved }) => saved === 'server').length;
		const total = projects.length;
		return count === 0 ? m.storage_truth_nowhere({ total }) : m.storage_truth_elsewhere({ count, total });
	}

	/** The app itself on this device. */
	get app(): Pick<OfflineCopy, 'state'> {
		return this.#parts.app;
	}
	get order(): ProjectOrder {
		return this.#order;
	}
	/** The projects outside the bin in the chosen order, as many as are shown. */
	get rows(): readonly ProjectUse[] {
		return this.#ordered.slice(0, this.#most);
	}
	get count(): number {
		return this.#ordered.length;
	}
	get bin(): readonly ProjectUse[] {
		return this.#use?.projects.filter(({ removedAt }) => removedAt !== null) ?? [];
	}
	/** The browser was asked to keep the work, and did not promise it. */
	get refused(): boolean {
		return this.#parts.port.safety.refused;
	}
	get question(): Question | null {
		return this.#question;
	}
	/** Why nothing else long can begin now; undefined while it can. */
	get busy(): string | undefined {
		return this.#tasks().some(({ running }) => running) ? m.storage_busy() : undefined;
	}

	size(bytes: number): string {
		return byteSize(bytes, getLocale());
	}
	when(at: number): string {
		return relativeTime(at, this.#clock.now(), { locale: getLocale(), justNow: m.storage_just_now() });
	}

	titleOf(id: ProjectId | null): string | null {
		return this.#use?.projects.find((project) => project.id === id)?.title ?? null;
	}

	/** Measures and looks at everything again. */
	async look(): Promise<void> {
		this.#measuring = true;
		const measured = await this.#parts.port.measure();
		this.#measuring = false;
		this.#problem = measured.ok ? null : measured.error;
		if (!measured.ok) return;
		this.#use = measured.value;
		await Promise.all([this.cleanups.look(), this.check.look()]);
	}

	orderBy(key: OrderKey): void {
		this.#order = nextOrder(this.#order, key);
	}
	showMore(): void {
		this.#most += PAGE;
	}

	async take(step: TruthStep): Promise<void> {
		const { port, install } = this.#parts;
		switch (step) {
			case 'keep':
				await port.keepSafe();
				return;
			case 'install':
				// Installing is what makes browsers keep a site: asked again at once, they say yes.
				if (await install.install()) await port.keepSafe();
				return;
			case 'retry':
				if (!(await port.retry())) this.#fail(m.storage_retry_failed());
				return;
			case 'export':
				return this.exportAll();
		}
	}

	/** Asks before what is lost for good. */
	cleanUp({ name, found }: CleanupRow): void {
		if (!found?.ok) return;
		const words = cleanupWords(name, found.value);
		const run = async () => {
			if (await this.cleanups.start(name)) await this.look();
		};
		if (words.question) this.#question = { ...words.question, run };
		else void run();
	}

	/** Why this cannot be freed now; undefined while it can. */
	reasonNot({ name }: CleanupRow): string | undefined {
		if (name === 'app-parts' && !this.#parts.isOnline()) return m.storage_free_offline();
		return this.busy;
	}

	async restore({ id, title }: ProjectUse): Promise<void> {
		await this.#parts.port.restoreProject(id);
		this.#parts.toasts.show({ kind: 'success', text: m.storage_restored({ title }) });
		await this.look();
	}

	askToDelete({ id, title }: ProjectUse): void {
		this.#question = {
			title: m.storage_delete_title({ title }),
			text: m.storage_delete_text(),
			confirm: m.storage_delete_confirm(),
			run: async () => {
				const done = await this.#parts.port.deleteProject(id);
				if (done === 'open') this.#fail(m.storage_delete_open({ title }));
				await this.look();
			},
		};
	}

	/** Every project with its earlier versions, in one file. */
	async exportAll(): Promise<void> {
		if (this.busy) return;
		const day = new Date(this.#clock.now()).toISOString().slice(0, 10);
		await this.copies.exportAll(m.storage_export_file({ day }));
	}

	async importAll(files: readonly File[]): Promise<void> {
		if (await this.copies.importAll(files)) await this.look();
	}

	/** Brings the whole app to this device, for use without a network. */
	async bringApp(): Promise<void> {
		await this.#parts.app.makeAvailableOffline();
		await this.look();
	}

	async startCheck(): Promise<void> {
		await this.check.task.start();
		await this.look();
	}

	async saveSetAside(item: SetAside): Promise<void> {
		const file = await this.check.toFile(item);
		if (file) this.#parts.save(file.fileName, file.blob);
		else this.#fail(m.storage_set_aside_gone());
	}

	askToRemove(item: SetAside): void {
		this.#question = {
			title: m.storage_set_aside_remove_title(),
			text: m.storage_set_aside_remove_text(),
			confirm: m.storage_set_aside_remove_confirm(),
			run: async () => {
				if (await this.check.remove(item)) await this.look();
				else this.#fail(m.storage_set_aside_not_removed());
			},
		};
	}

	/** The answer to the question. */
	answer(yes: boolean): void {
		const question = this.#question;
		this.#question = null;
		if (yes && question) void question.run();
	}

	/** Stops what runs: nobody is left to see its end. */
	dispose(): void {
		for (const task of this.#tasks()) task.cancel();
	}

	#listed(): readonly ProjectUse[] {
		return this.#use?.projects.filter(({ removedAt }) => removedAt === null) ?? [];
	}

	#tasks(): readonly Pick<LongTask<unknown, never>, 'running' | 'cancel'>[] {
		return [...this.cleanups.tasks, this.check.task, this.copies.exporting, this.copies.importing];
	}

	#fail(text: string): void {
		this.#parts.toasts.show({ kind: 'error', text });
	}
}
