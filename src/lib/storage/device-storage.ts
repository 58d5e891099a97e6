import type { Clock } from '../base/clock.ts';
import { Disposer, type Dispose } from '../base/disposer.ts';
import type { AssetFiles } from './assets/asset-files.ts';
import { privateFiles } from './assets/private-files.ts';
import { openTabChannel } from './broadcast-channel-adapter.ts';
import { openDexieBackend } from './dexie/dexie-backend.ts';
import { JournaledAssets } from './journaled-assets.ts';
import { JournaledCare } from './journaled-care.ts';
import { JournaledDocuments } from './journaled-documents.ts';
import { JournaledGestures } from './journaled-gestures.ts';
import { JournaledProjects } from './journaled-projects.ts';
import { JournaledReads } from './journaled-reads.ts';
import { JournaledSettings } from './journaled-settings.ts';
import { JournaledVersions } from './journaled-versions.ts';
import { createPageAround, type PageAround } from './page-adapter.ts';
import type { DeviceStorage, StorageEstimateResult, StorageHealth } from './ports.ts';
import { ReopeningBackend, type OpenBackend } from './reopening-backend.ts';
import type { OpenTabChannel, TabChannel } from './tab-channel.ts';
import type { TaskDevice } from './worker/device-task.ts';
import type { DeviceWork } from './worker/device-work.ts';
import { WorkOnDemand } from './worker/work-on-demand.ts';
import type { WorkerLine } from './worker/worker-work.ts';
import { NotedProjects } from './witness/project-witness.ts';
import { witnessPlaces, type WitnessPlace } from './witness/witness-places-adapter.ts';
import type { OutboxStore } from './outbox/outbox-store.ts';
import { JournaledTransfers } from './transfers/journaled-transfers.ts';
import { WorkedStates } from './whole-states.ts';
import { WriteJournal } from './write-journal.ts';

const DATABASE_NAME = 'rastudios';

export type DeviceStorageOptions = {
	readonly clock: Clock;
	/** IndexedDB when not given. */
	readonly openBackend?: OpenBackend;
	readonly openTabs?: OpenTabChannel;
	readonly page?: PageAround;
	/** This browser's own when not given; none over another backend, which only this page can reach. */
	readonly startWorker?: () => WorkerLine | null;
	/** The origin's private files when not given; `null`: none. */
	readonly files?: AssetFiles | null;
	/** Where the list of projects is noted besides. */
	readonly places?: readonly WitnessPlace[];
};

/**
 * Opens what this device keeps. Never rejects: where the browser refuses, everything works in memory,
 * `health` says why, and the database is tried again.
 */
export async function openDeviceStorage(options: DeviceStorageOptions): Promise<DeviceStorage> {
	const open = options.openBackend ?? (() => openDexieBackend(DATABASE_NAME));
	const backend = new ReopeningBackend(open, options.clock);
	const journal = new WriteJournal(backend, options.clock);
	await journal.probe();
	const tabs = (options.openTabs ?? openTabChannel)('storage');
	return new JournaledStorage(backend, journal, tabs, options);
}

function workOver(
	device: TaskDevice,
	{ clock, openBackend, startWorker = openBackend && (() => null) }: DeviceStorageOptions,
): DeviceWork {
	return new WorkOnDemand(async () => {
		const { openWork } = await import('./worker/open-work.ts');
		return openWork(device, { database: DATABASE_NAME, clock, startWorker });
	});
}

class JournaledStorage implements DeviceStorage {
	readonly documents: JournaledDocuments;
	readonly assets: JournaledAssets;
	readonly settings: JournaledSettings;
	readonly projects: JournaledProjects;
	readonly versions: JournaledVersions;
	readonly gestures: JournaledGestures;
	readonly witness: NotedProjects;
	readonly transfers: JournaledTransfers;
	readonly outbox: () => Promise<OutboxStore>;
	readonly care: JournaledCare;
	readonly states: WorkedStates;
	readonly #backend: ReopeningBackend;
	readonly #journal: WriteJournal;
	readonly #tabs: TabChannel | null;
	readonly #page: PageAround;
	/** Heavy work goes here: see `worker/device-tasks.ts`. */
	readonly #work: DeviceWork;
	readonly #watching = new Disposer();

	constructor(
		backend: ReopeningBackend,
		journal: WriteJournal,
		tabs: TabChannel | null,
		options: DeviceStorageOptions,
	) {
		const { clock, page = createPageAround(), files = privateFiles() } = options;
		const { places = witnessPlaces(), openTabs = openTabChannel } = options;
		const reads = new JournaledReads(backend, journal);
		this.#backend = backend;
		this.#journal = journal;
		this.#tabs = tabs;
		this.#page = page;
		const device = { backend, locks: page, clock, files };
		this.#work = workOver(device, options);
		this.states = new WorkedStates(this.#work);
		this.documents = new JournaledDocuments(journal, reads, this.#work);
		this.assets = new JournaledAssets(journal, reads, device, this.#work);
		this.settings = new JournaledSettings(journal, reads, clock);
		this.witness = new NotedProjects({ places, page, clock, reads });
		this.projects = new JournaledProjects({ journal, reads, page, tabs, witness: this.witness });
		this.versions = new JournaledVersions(journal, reads);
		this.gestures = new JournaledGestures(journal, reads, page);
		const { projects, witness } = this;
		this.care = new JournaledCare({ journal, backend, work: this.#work, page, files, projects, witness });
		journal.onWritten((writes) => this.witness.follow(writes));
		this.witness.noteSoon();
		this.transfers = new JournaledTransfers(journal, reads);
		this.outbox = async () => {
			const { JournaledOutbox } = await import('./outbox/journaled-outbox.ts');
			return new JournaledOutbox({ journal, reads, clock, tabs: openTabs('outbox') });
		};
		this.#watching.add(page.onHide(() => journal.flushNow()));
		this.#watching.add(page.onFreeze(() => this.#letGo()));
	}

	get health(): StorageHealth {
		return this.#journal.health;
	}

	get atRisk(): boolean {
		return this.health.kind === 'failing' && this.#journal.unwritten.length > 0;
	}

	onHealth(listener: (health: StorageHealth) => void): Dispose {
		return this.#journal.onHealth(listener);
	}

	flush(): Promise<boolean> {
		return this.#journal.flush();
	}

	async estimate(): Promise<StorageEstimateResult> {
		const { usage, quota } = await this.#page.estimate();
		return { usedBytes: usage, quotaBytes: quota, persisted: await this.#page.persisted() };
	}

	requestPersistence(): Promise<boolean> {
		return this.#page.persist();
	}

	close(): void {
		this.#watching.dispose();
		void this.#journal.flush().finally(() => {
			this.witness.close();
			this.gestures.dispose();
			this.#work.close();
			this.#journal.close();
			this.#backend.close();
			this.#tabs?.close();
		});
	}

	/** So that no other tab waits for one that is frozen. */
	#letGo(): void {
		this.#journal.leaveBehind();
		this.#work.letGo();
		this.#backend.letGo();
	}
}
