import type { Clock } from '../base/clock.ts';
import { Disposer, type Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { DocumentId, ProjectId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { DocumentUpdate, LiveDocument } from '../doc/live-document.ts';
import { applyStored, quarantineRefused, type RefusedUpdate } from './apply-stored.ts';
import type { ChangeLedger, DeviceStorage, DocumentWrite, LoadedDocument, StorageProblem } from './ports.ts';
import { madeIn, ReplicaLedger, type ChangeMark } from './replica-ledger.ts';
import type { TabChannel } from './tab-channel.ts';
import { parseTabMessage, type TabMessage } from './tab-message.ts';

export type { ChangeMark };

/** Rows behind which a document is folded into a snapshot. */
export const COMPACT_AFTER_ROWS = 50;
/** Opening comes first: milliseconds of quiet before folding. */
const COMPACT_DELAY_MS = 3_000;

/** A document in memory whose every change is kept on this device, and passed to its other tabs. */
export interface StoredDocument {
	readonly document: LiveDocument;
	/** `failed`: some of it is in memory only, and tried again. */
	readonly state: 'saved' | 'saving' | 'failed';
	/** Why it is `failed`. */
	readonly problem: StorageProblem | null;
	/** Changes made on this device, in any tab or visit, that no server has acknowledged. */
	readonly waiting: number;
	/** Which beginning of the document this copy goes back to, as its server counts them. */
	readonly epoch: number;
	/** The copy, empty so far, takes on this one. */
	adoptEpoch(epoch: number): void;
	/** Damaged rows set aside when this was opened. */
	readonly quarantined: number;
	onChange(listener: () => void): Dispose;
	/** Taken when bytes are sent: `own` for this tab's changes, `all` when the whole difference goes out. */
	mark(scope: 'own' | 'all'): ChangeMark;
	/** What was marked is durable on the server. */
	acknowledge(mark: ChangeMark): void;
	/** Resolves when everything so far is durable here (`true`), or could not be written for now (`false`). */
	whenDurable(): Promise<boolean>;
	/** Writes all of it again: what had been written is gone. */
	keepWhole(): void;
	/** Flushes, then lets go of the document and of `tabs`. What cannot be written stays in memory and is retried. */
	close(): Promise<void>;
}

export type StoredDocumentOptions = {
	readonly projectId: ProjectId;
	readonly document: LiveDocument;
	/** The name it is kept under; without one, its own. On a branch, a document goes by another. */
	readonly storedAs?: DocumentId;
	readonly clock: Clock;
	/** Stays the caller's when opening fails. */
	readonly tabs?: TabChannel;
};

const FOREIGN: StorageProblem = {
	reason: 'damaged',
	message: 'A document listed here is another project’s on this device. It is left alone.',
};

// Whoever writes a project's index can list any id they ever saw: joining it must not bring in, or give away,
// a document of ours.
const isOf = (projectId: ProjectId, { info }: LoadedDocument): boolean =>
	info === null || info.projectId === projectId;

/** Loads the document and keeps it from then on. A document that could not be loaded is never written. */
export async function openStoredDocument(
	storage: DeviceStorage,
	options: StoredDocumentOptions,
): Promise<Result<StoredDocument, StorageProblem>> {
	const early: DocumentUpdate[] = [];
	const stopEarly = options.document.onUpdateV2((update) => early.push(update));
	try {
		const loaded = await storage.documents.load(options.storedAs ?? options.document.id);
		if (!loaded.ok) return loaded;
		if (!isOf(options.projectId, loaded.value)) return err(FOREIGN);
		const stored = new KeptDocument(storage, options);
		// A listener would have Yjs encode all that is applied once more. Until the next one listens, nothing is awaited.
		stopEarly();
		const refused = stored.takeLoaded(loaded.value);
		stored.start(early);
		await stored.setAside(refused);
		return ok(stored);
	} finally {
		stopEarly();
	}
}

class KeptDocument implements StoredDocument {
	readonly document: LiveDocument;
	readonly #id: DocumentId;
	readonly #storage: DeviceStorage;
	readonly #projectId: ProjectId;
	readonly #clock: Clock;
	readonly #tabs: TabChannel | null;
	readonly #replicas: ReplicaLedger;
	readonly #changed = new Emitter<void>();
	readonly #disposer = new Disposer();
	#epoch = 0;
	#quarantined = 0;
	#complete = true;
	#rows = 0;
	#stopCompacting: Dispose | null = null;

	constructor(storage: DeviceStorage, { projectId, document, storedAs, clock, tabs }: StoredDocumentOptions) {
		this.document = document;
		this.#id = storedAs ?? document.id;
		this.#storage = storage;
		this.#projectId = projectId;
		this.#clock = clock;
		this.#tabs = tabs ?? null;
		this.#replicas = new ReplicaLedger(String(document.clientId));
	}

	get state(): 'saved' | 'saving' | 'failed' {
		if (!this.#storage.documents.isUnwritten(this.#id)) return 'saved';
		return this.#storage.health.kind === 'failing' ? 'failed' : 'saving';
	}

	get problem(): StorageProblem | null {
		const { health } = this.#storage;
		return this.state === 'failed' && health.kind === 'failing' ? health.problem : null;
	}

	get waiting(): number {
		return this.#replicas.waiting;
	}

	get epoch(): number {
		return this.#epoch;
	}

	adoptEpoch(epoch: number): void {
		this.#epoch = epoch;
		this.#append(null, {});
	}

	get quarantined(): number {
		return this.#quarantined;
	}

	onChange(listener: () => void): Dispose {
		return this.#changed.on(listener);
	}

	mark(scope: 'own' | 'all'): ChangeMark {
		return this.#replicas.mark(scope);
	}

	acknowledge(mark: ChangeMark): void {
		const ledger = this.#replicas.acknowledge(mark);
		if (!ledger) return;
		this.#append(null, ledger);
		this.#post({ kind: 'acknowledged', ledger });
		this.#changed.emit();
	}

	async whenDurable(): Promise<boolean> {
		return this.#storage.documents.whenDurable(this.#id);
	}

	keepWhole(): void {
		void this.#storage.documents.append(this.#whole());
	}

	async close(): Promise<void> {
		await this.whenDurable();
		this.#stopCompacting?.();
		this.#disposer.dispose();
		this.#changed.clear();
	}

	/** Takes over what the database had. Returns what of it is to be set aside. */
	takeLoaded(loaded: LoadedDocument): readonly RefusedUpdate[] {
		const refused = applyStored(this.document, loaded.updates);
		this.#quarantined += loaded.quarantined + refused.length;
		this.#complete = loaded.complete;
		this.#rows = loaded.updates.length;
		this.#epoch = loaded.epoch;
		this.#replicas.learn(loaded.ledger);
		// With a row missing, some counted change is not in the document: it must not be taken for sent.
		const whole = this.#quarantined === 0 && !this.document.hasPending();
		if (whole) this.#replicas.hold(madeIn(loaded.ledger));
		return refused;
	}

	setAside(refused: readonly RefusedUpdate[]): Promise<void> {
		return quarantineRefused(this.#storage.documents, this.#id, refused);
	}

	start(early: readonly DocumentUpdate[]): void {
		for (const update of early) this.#take(update);
		this.#disposer.add(this.document.onUpdateV2((update) => this.#take(update)));
		this.#disposer.add(this.#storage.documents.hold(() => this.#whole()));
		this.#disposer.add(this.#storage.documents.onAttempt(() => this.#changed.emit()));
		this.#disposer.add(this.#storage.onHealth(() => void this.#loadWhatWasAway()));
		if (this.#tabs) {
			const tabs = this.#tabs;
			this.#disposer.add(() => tabs.close());
			this.#disposer.add(tabs.onMessage((data) => this.#hear(data)));
			this.#ask();
		}
		this.#compactSoon();
	}

	#take({ bytes, origin, local }: DocumentUpdate): void {
		if (origin === 'storage') return;
		if (local) {
			const line = this.#replicas.countOwn();
			const { replica } = this.#replicas;
			this.#append(bytes, line);
			const made = line[replica]?.made ?? 0;
			this.#post({ kind: 'update', replica, made, bytes, epoch: this.#epoch });
		} else {
			// Kept even when another tab keeps it too: that tab may be killed first, and later rows build on this one.
			this.#append(bytes, {});
		}
		this.#rows += 1;
		this.#compactSoon();
		this.#changed.emit();
	}

	#append(update: Uint8Array | null, ledger: ChangeLedger): void {
		void this.#storage.documents.append({ ...this.#named(), update, ledger });
	}

	#whole(): DocumentWrite {
		return { ...this.#named(), update: this.document.encodeState(), ledger: this.#replicas.ledger };
	}

	#named() {
		return { id: this.#id, kind: this.document.kind, projectId: this.#projectId, epoch: this.#epoch };
	}

	#post(message: TabMessage): void {
		this.#tabs?.post(message);
	}

	#ask(): void {
		this.#post({
			kind: 'ask',
			replica: this.#replicas.replica,
			stateVector: this.document.stateVector(),
		});
	}

	#hear(data: unknown): void {
		const message = parseTabMessage(data);
		if (!message) return;
		switch (message.kind) {
			case 'update':
				if (this.#agreesOn(message.epoch)) this.#hearUpdate(message.replica, message.made, message.bytes);
				break;
			case 'ask':
				this.#post({
					kind: 'answer',
					to: message.replica,
					bytes: this.document.encodeDiff(message.stateVector),
					held: this.#replicas.held,
					ledger: this.#replicas.ledger,
					epoch: this.#epoch,
				});
				break;
			case 'answer':
				if (message.to !== this.#replicas.replica || !this.#agreesOn(message.epoch)) break;
				this.document.apply(message.bytes, 'tab');
				if (!this.document.hasPending()) this.#replicas.hold(message.held);
				this.#learn(message.ledger);
				break;
			case 'acknowledged':
				this.#replicas.learn(message.ledger); // the tab that was told keeps it
				break;
		}
		this.#changed.emit();
	}

	/** Another tab may know of a later beginning; two of them are never mixed. */
	#agreesOn(epoch: number): boolean {
		if (epoch > this.#epoch && this.#isEmpty()) this.adoptEpoch(epoch);
		return epoch === this.#epoch;
	}

	#isEmpty(): boolean {
		return this.document.stateVector().every((byte) => byte === 0);
	}

	#hearUpdate(replica: string, made: number, bytes: Uint8Array): void {
		this.document.applyV2(bytes, 'tab');
		this.#learn({ [replica]: { made, acknowledged: 0 } });
		if (this.#replicas.follows(replica, made) && !this.document.hasPending()) {
			this.#replicas.hold({ [replica]: made });
		} else {
			this.#ask();
		}
	}

	#learn(ledger: ChangeLedger): void {
		if (this.#replicas.learn(ledger)) this.#append(null, ledger);
	}

	/** The database could not be opened before and now can: what it has of this document joins what we made. */
	async #loadWhatWasAway(): Promise<void> {
		this.#changed.emit();
		if (this.#complete || this.#storage.health.kind === 'failing') return;
		this.#complete = true;
		const loaded = await this.#storage.documents.load(this.#id);
		const isOurs = loaded.ok && isOf(this.#projectId, loaded.value);
		if (isOurs && (loaded.value.epoch === this.#epoch || this.#isEmpty()))
			await this.setAside(this.takeLoaded(loaded.value));
		else this.#complete = false;
		this.#changed.emit();
	}

	#compactSoon(): void {
		if (this.#rows <= COMPACT_AFTER_ROWS || this.#stopCompacting) return;
		this.#stopCompacting = this.#clock.after(COMPACT_DELAY_MS, () => void this.#compact());
	}

	async #compact(): Promise<void> {
		this.#rows = 0;
		this.#stopCompacting = null;
		if (this.document.hasPending() || this.#disposer.disposed) return;
		await this.#storage.documents.compact(this.#id);
	}
}
