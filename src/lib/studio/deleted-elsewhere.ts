import { Disposer, type Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { DeviceStorage, ProjectEntry } from '../storage/ports.ts';
import type { ProjectDocuments } from './project-documents.ts';

type Options = {
	readonly storage: Pick<DeviceStorage, 'projects' | 'health'>;
	readonly documents: ProjectDocuments;
	/** The project as the list of projects is to have it. */
	readonly entry: () => ProjectEntry;
};

/**
 * Brings an open project back whole when another tab deleted it for good: edits made here would else be called saved,
 * and belong to nothing that can be opened.
 */
export class DeletedElsewhere {
	readonly #options: Options;
	readonly #broughtBack = new Emitter<void>();
	readonly #disposer = new Disposer();
	#looking = false;
	#again = false;

	constructor(options: Options) {
		this.#options = options;
		this.#disposer.add(options.storage.projects.onChange(() => void this.#look()));
		this.#disposer.add(() => this.#broughtBack.clear());
	}

	/** Told each time it was brought back. */
	onBroughtBack(listener: () => void): Dispose {
		return this.#broughtBack.on(listener);
	}

	dispose(): void {
		this.#disposer.dispose();
	}

	async #look(): Promise<void> {
		this.#again = true;
		if (this.#looking) return;
		this.#looking = true;
		while (this.#again && !this.#disposer.disposed) {
			this.#again = false;
			if (await this.#isGone()) this.#bringBack();
		}
		this.#looking = false;
	}

	/** A database that cannot be read now says nothing about what is in it. */
	async #isGone(): Promise<boolean> {
		const { storage, documents, entry } = this.#options;
		const { id } = entry();
		if ((await storage.projects.get(id)) !== null) return false;
		await documents.whenFollowed(); // what is still opening was read before, and is to come along
		if ((await storage.projects.get(id)) !== null) return false;
		const read = await storage.projects.read();
		const isListed = !read.ok || read.value.some((entry) => entry.id === id);
		return !isListed && storage.health.kind === 'ok' && !this.#disposer.disposed;
	}

	#bringBack(): void {
		const { storage, documents, entry } = this.#options;
		// In one turn, and therefore in one transaction: the list never has it without its documents.
		void storage.projects.put({ ...entry(), removedAt: null });
		documents.keepWhole();
		this.#broughtBack.emit();
	}
}
