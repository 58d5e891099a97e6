import type { AccountStore } from './account-store.svelte.ts';
import { KnownAccount } from './known-account.ts';
import type { DeviceParts, StudioParts } from './parts.ts';
import type { ProjectCourier } from './project-courier.ts';

type Options = {
	readonly parts: DeviceParts;
	readonly studioParts: () => Promise<StudioParts>;
	/** Null: nobody is known on this device. */
	readonly resume: () => Promise<AccountStore | null>;
	/** Whether no project is on screen. */
	readonly isFree: () => boolean;
};

/** The account of a tab, opened once: who projects are opened as, and what brings theirs to the server while none is open. */
export class StudioAccount {
	readonly known: KnownAccount;
	readonly #options: Options;
	#account: Promise<AccountStore> | null = null;
	#courier: ProjectCourier | null = null;

	constructor(options: Options) {
		this.#options = options;
		this.known = new KnownAccount(options.resume);
	}

	open(): Promise<AccountStore> {
		this.#account ??= this.#load().catch((cause: unknown) => {
			this.#account = null; // its code could not be had: the next one asks again
			throw cause;
		});
		return this.#account;
	}

	/** A project is being opened. */
	async pause(): Promise<void> {
		await this.#courier?.pause();
	}

	resume(): void {
		this.#courier?.resume();
	}

	async dispose(): Promise<void> {
		await this.#courier?.dispose();
	}

	async #load(): Promise<AccountStore> {
		const { parts, studioParts, isFree } = this.#options;
		const [{ openAccount }, { startCourier }] = await Promise.all([
			import('./open-account.ts'),
			import('./start-courier.ts'),
		]);
		const account = await openAccount(window, parts);
		const { known } = this;
		known.follow(account);
		const { clock, storage } = parts;
		const { projects } = storage;
		this.#courier = startCourier(window, { account, known, projects, clock, parts: studioParts, isFree });
		return account;
	}
}
