// One tab of RaStudios without any screen: what this device keeps, and one document of it.
import { systemClock } from '#lib/base/clock.ts';
import type { DocumentId, ProjectId } from '#lib/base/ids.ts';
import { seededRandom } from '#lib/base/random.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { openTabChannel } from '#lib/storage/broadcast-channel-adapter.ts';
import { openDeviceStorage } from '#lib/storage/device-storage.ts';
import type { DeviceStorage, StorageHealth } from '#lib/storage/ports.ts';
import { openStoredDocument, type StoredDocument } from '#lib/storage/stored-document.ts';

const DOCUMENT = 'shared-document-0-test' as DocumentId;
const PROJECT = 'shared-project-0-tests' as ProjectId;

/** What `editForever` reports: that this many of its edits are durable. */
type Report = (durable: number) => void;

class DevicePage {
	readonly storage: DeviceStorage;
	readonly health: StorageHealth[] = [];
	#stored: StoredDocument;

	private constructor(storage: DeviceStorage, stored: StoredDocument) {
		this.storage = storage;
		this.#stored = stored;
		this.health.push(storage.health);
		storage.onHealth((health) => this.health.push(health));
	}

	static async open(): Promise<DevicePage> {
		const storage = await openDeviceStorage({ clock: systemClock });
		const document = new LiveDocument(DOCUMENT, 'scene');
		const tabs = openTabChannel(DOCUMENT);
		const options = { projectId: PROJECT, document, clock: systemClock, ...(tabs ? { tabs } : {}) };
		const stored = await openStoredDocument(storage, options);
		if (!stored.ok) throw new Error(stored.error.message);
		return new DevicePage(storage, stored.value);
	}

	/** Everything in the list, and what the register beside it says was put last: one transaction each. */
	get content(): { readonly items: readonly string[]; readonly last: string | null } {
		const { items, last } = this.#parts();
		return { items: items.toArray(), last: last.get('last') ?? null };
	}

	get state(): { readonly health: StorageHealth; readonly state: string; readonly quarantined: number } {
		const { state, quarantined } = this.#stored;
		return { health: this.storage.health, state, quarantined };
	}

	push(item: string): void {
		const { items, last } = this.#parts();
		this.#stored.document.ydoc.transact(() => {
			items.push([item]);
			last.set('last', item);
		}, 'edit');
	}

	whenDurable = (): Promise<boolean> => this.#stored.whenDurable();
	flush = (): Promise<boolean> => this.storage.flush();
	compact = (): Promise<boolean> => this.storage.documents.compact(DOCUMENT);

	async rows(): Promise<number> {
		const loaded = await this.storage.documents.load(DOCUMENT);
		return loaded.ok ? loaded.value.updates.length : -1;
	}

	/** `name.1`, `name.2` … with pauses and foldings by chance, until the page is gone or there are `most`. */
	async editOn(name: string, seed: number, most: number, report: Report): Promise<void> {
		const random = seededRandom(seed);
		for (let edit = 1; edit <= most; edit++) {
			this.push(`${name}.${edit}`);
			if (random() < 0.6) {
				void this.storage.settings.set(`count-of-${name}`, edit);
				void this.whenDurable().then((durable) => durable && report(edit));
			}
			if (random() < 0.05) void this.compact();
			if (random() < 0.7) await new Promise((resolve) => setTimeout(resolve, random() * 12));
		}
	}

	#parts() {
		const { ydoc } = this.#stored.document;
		return { items: ydoc.getArray<string>('items'), last: ydoc.getMap<string>('beside') };
	}
}

declare global {
	/** Opened once a page; tests wait for it. */
	var devicePage: Promise<DevicePage>;
	/** Put there by the test; what reached it survives the page. */
	var reportDurable: (name: string, durable: number) => void;
}

globalThis.devicePage = DevicePage.open();
