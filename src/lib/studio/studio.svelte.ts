import { systemClock } from '../base/clock.ts';
import type { BranchId, ProjectId } from '../base/ids.ts';
import { systemRandom } from '../base/random.ts';
import type { Result } from '../base/result.ts';
import { m } from '../paraglide/messages.js';
import { openDeviceStorage } from '../storage/device-storage.ts';
import type { DeviceStorage } from '../storage/ports.ts';
import { ACCOUNT_NOTE } from './account-note.ts';
import type { AccountStore } from './account-store.svelte.ts';
import { loadDeviceIdentity, type DeviceIdentity } from './device-identity.svelte.ts';
import { HomeStore } from './home-store.svelte.ts';
import { newEntry } from './new-project.ts';
import type { DeviceParts, Membership, StudioParts } from './parts.ts';
import type { OpenProblem, ProjectSession } from './project-session.svelte.ts';
import type { StudioAccount } from './studio-account.ts';
import type { StorageStore } from './storage-store.svelte.ts';
import { guardUnload } from './unload-guard.ts';

/** The composition root: builds the parts of this tab, hands them to whoever opens a project, takes them down. */
export class Studio {
	readonly home: HomeStore;
	#parts: DeviceParts;
	#openParts: () => Promise<StudioParts>;
	#session = $state.raw<ProjectSession | null>(null);
	#whole: Promise<StudioParts> | null = null;
	#account: Promise<StudioAccount> | null = null;
	/** What is opened next may be the same project, on a branch: its undo lists are free only then. */
	#closing: Promise<void> = Promise.resolve();

	private constructor(
		parts: DeviceParts,
		openParts: (parts: DeviceParts, membership: Membership) => Promise<StudioParts>,
	) {
		this.#parts = parts;
		this.#openParts = async () => openParts(parts, (await this.#loadAccount()).known);
		const account = async () => (await this.resumeAccount())?.projects ?? null;
		this.home = new HomeStore(parts, () => this.#studioParts(), account);
	}

	static async open(window: Window): Promise<Studio> {
		const storage = await openDeviceStorage({ clock: systemClock });
		// For as long as the page lives.
		guardUnload(window, storage);
		const identity = await loadDeviceIdentity(storage);
		const parts = { storage, identity, clock: systemClock, random: systemRandom };
		// Home needs none of what opens a project.
		return new Studio(parts, async (...given) =>
			(await import('./open-parts.ts')).openParts(window, ...given),
		);
	}

	get identity(): DeviceIdentity {
		return this.#parts.identity;
	}
	get storage(): DeviceStorage {
		return this.#parts.storage;
	}
	/** The project on screen; null at home. */
	get session(): ProjectSession | null {
		return this.#session;
	}

	/** Opens a project of this device, or a branch of it, and closes what was open. */
	async openProject(
		id: ProjectId,
		branchId: BranchId | null = null,
	): Promise<Result<ProjectSession, OpenProblem>> {
		await this.closeProject();
		await (await this.#account)?.pause();
		const { ProjectSession: Session } = await import('./project-session.svelte.ts');
		const opened = await Session.open(await this.#studioParts(), id, branchId);
		if (opened.ok) this.#session = opened.value;
		return opened;
	}

	async closeProject(): Promise<void> {
		const session = this.#session;
		this.#session = null;
		if (session) this.#closing = session.close();
		await this.#closing;
		if (this.#session === null) (await this.#account)?.resume();
	}

	/** What this device keeps as a whole. Comes with the screen that shows it: Home lists projects without. */
	async openStorage(): Promise<StorageStore> {
		const { StorageStore: Store } = await import('./storage-store.svelte.ts');
		return new Store({
			device: this.#parts,
			files: this.home.files,
			care: this.#parts.storage.care,
			onFreed: () => void this.home.measure(),
		});
	}

	/** Who is signed in here. Comes with its screen, or with somebody who is: nobody else's page asks the server for it. */
	async openAccount(): Promise<AccountStore> {
		return (await this.#loadAccount()).open();
	}

	/** Goes on with who is signed in here, if anybody is: what waits for the server is sent. Null: nobody is. */
	async resumeAccount(): Promise<AccountStore | null> {
		return (await this.storage.settings.get(ACCOUNT_NOTE)) === undefined ? null : this.openAccount();
	}

	/** Keeps an invitation, so that opening the project fetches it. One's own projects stay one's own. */
	async joinProject(id: ProjectId, token: string): Promise<void> {
		const { storage, clock } = this.#parts;
		// Until the server says what the link allows, nothing is.
		const entry = newEntry(id, m.projects_joined(), clock.now());
		await storage.projects.put({ ...entry, origin: 'joined', role: 'viewer', shared: true, token });
	}

	/** Resolves when every edit made so far is durable on this device; false while it cannot be. */
	async whenDurable(): Promise<boolean> {
		return (await this.#session?.whenDurable()) ?? true;
	}

	async dispose(): Promise<void> {
		await (await this.#account)?.dispose();
		await this.closeProject();
		this.home.dispose();
		if (this.#whole) (await this.#whole).connection.dispose();
		this.#parts.storage.close();
	}

	#loadAccount(): Promise<StudioAccount> {
		this.#account ??= import('./studio-account.ts')
			.then(
				({ StudioAccount: Account }) =>
					new Account({
						parts: this.#parts,
						studioParts: () => this.#studioParts(),
						resume: () => this.resumeAccount(),
						isFree: () => this.#session === null,
					}),
			)
			.catch((cause: unknown) => {
				this.#account = null; // its code could not be had: the next one asks again
				throw cause;
			});
		return this.#account;
	}

	/** Not while projects are missing that the browser lost: what is left of their files may be all there is. */
	async #removeStrays(): Promise<void> {
		const { witness, assets } = this.#parts.storage;
		if ((await witness.lost()).length === 0) await assets.removeStrays();
	}

	#studioParts(): Promise<StudioParts> {
		if (!this.#whole) {
			this.#whole = this.#openParts();
			void this.#removeStrays();
		}
		return this.#whole;
	}
}
