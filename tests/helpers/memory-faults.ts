import type { StorageBackend } from '#lib/storage/backend.ts';
import type { StorageReason } from '#lib/storage/ports.ts';
import { StorageFailure, storageProblem } from '#lib/storage/storage-failure.ts';
import type { StorageFaults } from './fault-rig.ts';

/** The same refusals where there is no database under them. */
export class MemoryFaults implements StorageFaults {
	#refusal: { readonly reason: StorageReason; readonly writesOnly: boolean } | null = null;
	#opensFull = false;
	#connection = 0;
	#slow: { readonly over: Promise<void>; readonly end: () => void } | null = null;

	fullOnWrite = () => void (this.#refusal = { reason: 'full', writesOnly: true });
	abortWrites = () => void (this.#refusal = { reason: 'lost', writesOnly: true });
	loseServer = () => void (this.#refusal = { reason: 'lost', writesOnly: false });
	fullOnOpen = () => void (this.#opensFull = true);
	loseConnection = () => void (this.#connection += 1);

	async slow(): Promise<void> {
		const { promise, resolve } = Promise.withResolvers<void>();
		this.#slow = { over: promise, end: resolve };
	}

	async heal(): Promise<void> {
		this.#refusal = null;
		this.#opensFull = false;
		this.#slow?.end();
		this.#slow = null;
	}

	uninstall = () => this.heal();

	/** Opens the backend, as far as the faults let it. */
	around(backend: StorageBackend): StorageBackend {
		if (this.#opensFull) throw new StorageFailure(storageProblem('full'));
		this.#check('open');
		const connection = this.#connection;
		return new Proxy(backend, {
			get: (target, key: keyof StorageBackend) => {
				if (key === 'close' || key === 'abandon') return () => target[key]();
				const method = target[key] as ((...args: unknown[]) => Promise<unknown>) | undefined;
				if (!method) return undefined; // an await asks for `then`
				return async (...args: unknown[]) => {
					await this.#slow?.over;
					if (connection !== this.#connection) throw new StorageFailure(storageProblem('lost'));
					this.#check(key);
					return method.apply(target, args);
				};
			},
		});
	}

	#check(operation: string): void {
		const refusal = this.#refusal;
		if (!refusal || (refusal.writesOnly && operation !== 'write')) return;
		throw new StorageFailure(storageProblem(refusal.reason));
	}
}
