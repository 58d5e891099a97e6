import { Disposer, type Dispose } from '../base/disposer.ts';
import type { Clock } from '../base/clock.ts';
import type { ProjectId } from '../base/ids.ts';
import type { ProjectCatalogue, ProjectEntry } from '../storage/ports.ts';
import type { SaveState } from './save-state.ts';

/** A project that is open to be sent, and to nobody's eyes. */
export type CarriedProject = {
	readonly saveState: SaveState;
	readonly access: { readonly kind: string };
	onProgress(listener: () => void): Dispose;
	close(): Promise<void>;
};

export type ProjectCourierOptions = {
	readonly projects: Pick<ProjectCatalogue, 'list' | 'onChange'>;
	/** The account that is signed in, and whose projects go. */
	readonly account: () => string | null;
	/** Null: it cannot be opened now. */
	readonly open: (id: ProjectId) => Promise<CarriedProject | null>;
	readonly noteSent: (id: ProjectId) => Promise<void>;
	/** Held by one tab at a time; null when another one carries. */
	readonly holdLock: (name: string) => Promise<Dispose | null>;
	readonly isOnline: () => boolean;
	readonly clock: Clock;
};

/** What takes longer is left for later: the next one may get through. */
export const PATIENCE_MS = 60_000;
/** After it, what did not get through is tried again. */
export const REST_MS = 5 * 60_000;

/**
 * Brings to the server what this device has of an account's projects and nobody has open: what was just brought to the
 * account, and what was made without a network. One project at a time, in one tab, while no project is on screen there.
 */
export class ProjectCourier {
	readonly #options: ProjectCourierOptions;
	readonly #disposer = new Disposer();
	/** Those that did not get through lately. */
	readonly #tired = new Set<ProjectId>();
	#round: Promise<void> | null = null;
	#again = false;
	#paused = false;
	#stop: () => void = () => {};
	#cancelRest: Dispose | null = null;

	constructor(options: ProjectCourierOptions) {
		this.#options = options;
	}

	start(): void {
		this.#disposer.add(this.#options.projects.onChange(() => this.look()));
		this.#disposer.add(() => this.#cancelRest?.());
		this.look();
	}

	/** Looks whether there is anything to bring. */
	look(): void {
		this.#again = true;
		if (this.#round || this.#paused || this.#disposer.disposed) return;
		this.#round = this.#carryAll().finally(() => {
			this.#round = null;
			if (this.#again) this.look();
		});
	}

	/** Something changed that what did not get through may have waited for. */
	retry(): void {
		this.#tired.clear();
		this.look();
	}

	/** Lets go of what is open: a document is on the line once, and somebody opens a project now. */
	async pause(): Promise<void> {
		this.#paused = true;
		this.#stop();
		await this.#round;
	}

	resume(): void {
		this.#paused = false;
		this.look();
	}

	async dispose(): Promise<void> {
		this.#disposer.dispose();
		await this.pause();
	}

	async #carryAll(): Promise<void> {
		this.#again = false;
		const release = (await this.#next()) && (await this.#options.holdLock('project-courier'));
		if (!release) return;
		try {
			for (let next = await this.#next(); next && !this.#paused; next = await this.#next()) {
				if (await this.#carry(next.id)) await this.#options.noteSent(next.id);
				else if (!this.#paused) this.#rest(next.id);
			}
		} finally {
			release();
		}
	}

	async #next(): Promise<ProjectEntry | undefined> {
		const { projects, account, isOnline } = this.#options;
		const userId = account();
		if (userId === null || !isOnline()) return undefined;
		return (await projects.list()).find(
			(entry) => isUnsent(entry, userId) && entry.removedAt === null && !this.#tired.has(entry.id),
		);
	}

	/** Whether all of it got there. */
	async #carry(id: ProjectId): Promise<boolean> {
		const project = await this.#options.open(id);
		if (!project) return false;
		const isSent = await this.#whenSent(project);
		await project.close();
		return isSent;
	}

	#whenSent(project: CarriedProject): Promise<boolean> {
		const { promise, resolve } = Promise.withResolvers<boolean>();
		const waiting = new Disposer();
		const look = () => {
			const { kind } = project.saveState;
			if (kind === 'server') resolve(true);
			else if (kind === 'failed' || project.access.kind === 'refused') resolve(false);
		};
		this.#stop = () => resolve(false);
		waiting.add(project.onProgress(look));
		waiting.add(this.#options.clock.after(PATIENCE_MS, () => resolve(false)));
		if (this.#paused) resolve(false);
		look();
		return promise.finally(() => waiting.dispose());
	}

	#rest(id: ProjectId): void {
		this.#tired.add(id);
		this.#cancelRest ??= this.#options.clock.after(REST_MS, () => {
			this.#cancelRest = null;
			this.retry();
		});
	}
}

/** What somebody changed while this person was not signed in may be anybody's: they are asked first. */
function isUnsent({ account, waiting, unsent = false, held = false }: ProjectEntry, userId: string): boolean {
	return account?.kind === 'on' && account.userId === userId && !held && (unsent || waiting > 0);
}
