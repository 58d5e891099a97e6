import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { ProjectId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Write } from './backend.ts';
import { openLock } from './open-lock.ts';
import { placeEntry } from './place-entry.ts';
import type { JournaledReads } from './journaled-reads.ts';
import type { PageAround } from './page-adapter.ts';
import type {
	NewDocument,
	ProjectCatalogue,
	ProjectDeletion,
	ProjectEntry,
	ProjectPatch,
	ProjectWitness,
	StorageProblem,
} from './ports.ts';
import type { TabChannel } from './tab-channel.ts';
import type { WriteJournal } from './write-journal.ts';

const CHANGED = 'projects-changed';
/** Deleting takes a moment; who opens meanwhile waits, to find it gone. */
const OPEN_PATIENCE_MS = 2_000;

type Options = {
	readonly journal: WriteJournal;
	readonly reads: JournaledReads;
	readonly page: Pick<PageAround, 'holdLock' | 'shareLock'>;
	readonly tabs: TabChannel | null;
	readonly witness: Pick<ProjectWitness, 'forget'>;
};

/** The projects of this device, over journal and database; tells other tabs, and hears them. */
export class JournaledProjects implements ProjectCatalogue {
	readonly #journal: WriteJournal;
	readonly #reads: JournaledReads;
	readonly #page: Options['page'];
	readonly #witness: Options['witness'];
	readonly #changed = new Emitter<void>();
	/** The database's last answer, for when it is gone for a while. */
	#lastRead: readonly ProjectEntry[] = [];

	constructor({ journal, reads, page, tabs, witness }: Options) {
		this.#journal = journal;
		this.#reads = reads;
		this.#page = page;
		this.#witness = witness;
		tabs?.onMessage((message) => {
			if (message === CHANGED) this.#changed.emit();
		});
		journal.onWritten((writes) => {
			if (writes.some(isAboutProjects)) tabs?.post(CHANGED);
		});
		// The database came back, perhaps with projects we could not see before.
		journal.onHealth((health) => {
			if (health.kind === 'ok') this.#changed.emit();
		});
	}

	async list(): Promise<readonly ProjectEntry[]> {
		const read = await this.#reads.read((backend) => backend.listProjects(), []);
		if (read.ok) this.#lastRead = read.value.value;
		const writes = read.ok ? read.value.writes : this.#journal.unwritten;
		return newestFirst(overlay(this.#lastRead, writes));
	}

	async read(): Promise<Result<readonly ProjectEntry[], StorageProblem>> {
		const { unseen } = this.#reads;
		if (unseen) return err(unseen);
		const read = await this.#reads.read((backend) => backend.listProjects(), []);
		return read.ok ? ok(newestFirst(overlay(read.value.value, read.value.writes))) : read;
	}

	async get(id: ProjectId): Promise<ProjectEntry | null> {
		const read = await this.#reads.read((backend) => backend.readProject(id), null);
		const stored = read.ok ? read.value.value : this.#lastRead.find((entry) => entry.id === id);
		const writes = read.ok ? read.value.writes : this.#journal.unwritten;
		return overlay(stored ? [stored] : [], writes).find((entry) => entry.id === id) ?? null;
	}

	put(entry: ProjectEntry): Promise<boolean> {
		return this.#write({ kind: 'project', entry, documents: [] });
	}

	create(entry: ProjectEntry, documents: readonly NewDocument[]): Promise<boolean> {
		return this.#write({ kind: 'project', entry, documents });
	}

	patch(id: ProjectId, patch: ProjectPatch): Promise<boolean> {
		return this.#write({ kind: 'patch-project', id, patch });
	}

	hold(current: () => ProjectEntry): Dispose {
		return this.#reads.onReplaced(() => void this.put(current()));
	}

	keepOpen(id: ProjectId): Promise<Dispose> {
		return this.#page.shareLock(openLock(id), OPEN_PATIENCE_MS);
	}

	async delete(id: ProjectId): Promise<ProjectDeletion> {
		const release = await this.#page.holdLock(openLock(id), 0);
		if (!release) return 'open';
		try {
			// First: a tab that sees it gone must not find it noted.
			await this.#witness.forget([id]);
			return (await this.#write({ kind: 'forget-project', id })) ? 'deleted' : 'unwritten';
		} finally {
			release();
		}
	}

	onChange(listener: () => void): Dispose {
		return this.#changed.on(listener);
	}

	#write(write: Write): Promise<boolean> {
		const durable = this.#journal.add(write, 0);
		this.#changed.emit();
		return durable;
	}
}

function isAboutProjects({ kind }: Write): boolean {
	return kind === 'project' || kind === 'patch-project' || kind === 'forget-project';
}

function overlay(stored: readonly ProjectEntry[], writes: readonly Write[]): ProjectEntry[] {
	const entries = new Map(stored.map((entry) => [entry.id, entry]));
	for (const write of writes) {
		if (write.kind === 'project') {
			entries.set(write.entry.id, placeEntry(entries.get(write.entry.id), write.entry));
		}
		if (write.kind === 'forget-project') entries.delete(write.id);
		if (write.kind === 'patch-project') {
			const entry = entries.get(write.id);
			if (entry) entries.set(write.id, { ...entry, ...write.patch });
		}
	}
	return [...entries.values()];
}

const newestFirst = (entries: ProjectEntry[]): ProjectEntry[] =>
	entries.sort((a, b) => b.changedAt - a.changedAt || (a.id < b.id ? -1 : 1));
