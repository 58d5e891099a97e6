import type { StorageFaults } from './fault-rig.ts';

type Fault = 'full' | 'aborted' | 'server-lost';

/** Refuses what IndexedDB is asked, imitation or real, the ways browsers do it. One at a time in a page. */
export class IndexedDbFaults implements StorageFaults {
	readonly #factory: IDBFactory;
	readonly #name: string;
	readonly #originals = { open: IDBFactory.prototype.open, transaction: IDBDatabase.prototype.transaction };
	readonly #connections = new Set<IDBDatabase>();
	readonly #warn = console.warn;
	#fault: Fault | null = null;
	#opensFull = false;
	#release: (() => Promise<void>) | null = null;

	constructor(factory: IDBFactory, name: string) {
		this.#factory = factory;
		this.#name = name;
		const openRefusal = () => this.#openRefusal();
		const refusalOf = (asked: IDBTransaction) => this.#refusalOf(asked);
		const connections = this.#connections;
		console.warn = (...said: unknown[]) => {
			// Dexie's note on its own retry of an open that was refused.
			if (!String(said[0]).startsWith('Dexie: Workaround')) this.#warn.apply(console, said);
		};
		const { open, transaction } = this.#originals;
		IDBFactory.prototype.open = function (this: IDBFactory, ...asked) {
			const refusal = openRefusal();
			if (refusal) return refusedRequest(refusal);
			const request = open.apply(this, asked);
			request.addEventListener('success', () => connections.add(request.result));
			return request;
		};
		IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...asked) {
			const started = transaction.apply(this, asked);
			const refusal = refusalOf(started);
			if (refusal) abortWith(started, refusal);
			return started;
		};
	}

	fullOnWrite = () => void (this.#fault = 'full');
	abortWrites = () => void (this.#fault = 'aborted');
	loseServer = () => void (this.#fault = 'server-lost');
	fullOnOpen = () => void (this.#opensFull = true);

	/** As when the browser closes the database by itself: every connection is dead, and told so. */
	loseConnection(): void {
		for (const database of this.#connections) {
			database.close();
			database.onclose?.(new Event('close'));
		}
		this.#connections.clear();
	}

	/** Somebody else holds all tables; what is asked waits for its turn, and is done once `heal` is called. */
	async slow(): Promise<void> {
		const database = await opened(this.#factory.open(this.#name));
		database.onversionchange = () => database.close();
		const { transaction } = this.#originals;
		const held = transaction.call(database, [...database.objectStoreNames], 'readwrite');
		const store = held.objectStore('settings');
		let holding = true;
		const hold = () => {
			if (holding) store.get('nothing').onsuccess = hold;
		};
		hold();
		this.#release = () =>
			new Promise((resolve) => {
				holding = false;
				held.oncomplete = () => {
					database.close();
					resolve();
				};
			});
	}

	async heal(): Promise<void> {
		this.#fault = null;
		this.#opensFull = false;
		const release = this.#release;
		this.#release = null;
		await release?.();
	}

	async uninstall(): Promise<void> {
		await this.heal();
		console.warn = this.#warn;
		IDBFactory.prototype.open = this.#originals.open;
		IDBDatabase.prototype.transaction = this.#originals.transaction;
	}

	#openRefusal(): DOMException | null {
		if (this.#opensFull) return full('Encountered full disk while opening backing store for indexedDB.open.');
		return this.#fault === 'server-lost' ? serverLost() : null;
	}

	#refusalOf({ mode }: IDBTransaction): DOMException | null {
		if (this.#fault === 'server-lost') return serverLost();
		if (mode !== 'readwrite') return null;
		if (this.#fault === 'full') return full('The current transaction exceeded its quota limitations.');
		if (this.#fault === 'aborted') return new DOMException('The transaction was aborted', 'AbortError');
		return null;
	}
}

const full = (message: string) => new DOMException(message, 'QuotaExceededError');

// In Safari's words.
const serverLost = () =>
	new DOMException(
		'Connection to Indexed Database server lost. Refresh the page to try again',
		'UnknownError',
	);

const VERBS = ['put', 'add', 'delete', 'clear', 'get', 'getAll', 'openCursor'] as const;

/**
 * Takes the transaction back once something of it was done: in the middle, or, as browsers notice a full disk, where it
 * would have been committed.
 */
function abortWith(transaction: IDBTransaction, error: DOMException): void {
	const atEnd = error.name === 'QuotaExceededError';
	const watchedStores = new Set<IDBObjectStore>();
	let asked = 0;
	const abort = () => {
		Object.defineProperty(transaction, 'error', { value: error });
		try {
			transaction.abort();
		} catch {
			// It had ended before: nothing was in it.
		}
	};
	if (transaction.mode === 'readonly') return queueMicrotask(abort);
	const { objectStore } = transaction;
	// Asks for nothing until nobody else has asked meanwhile: so long the transaction does not commit.
	const abortAtEnd = (store: IDBObjectStore, askedBefore = -1) => {
		if (asked === askedBefore) return abort();
		const before = asked;
		IDBObjectStore.prototype.get.call(store, 'nothing').onsuccess = () => abortAtEnd(store, before);
	};
	transaction.objectStore = (name) => {
		const store = objectStore.call(transaction, name);
		if (watchedStores.has(store)) return store;
		watchedStores.add(store);
		for (const verb of VERBS) {
			const original = store[verb] as (...given: unknown[]) => IDBRequest;
			const watched = (...given: unknown[]) => {
				const request = original.apply(store, given);
				asked += 1;
				if (asked === 1) request.addEventListener('success', () => (atEnd ? abortAtEnd(store) : abort()));
				return request;
			};
			Object.defineProperty(store, verb, { value: watched });
		}
		return store;
	};
}

function refusedRequest(error: DOMException): IDBOpenDBRequest {
	const request = new EventTarget();
	const noListener: { onerror: ((event: Event) => void) | null } = { onerror: null };
	const refused = Object.assign(request, noListener, { error, result: undefined, transaction: null });
	request.addEventListener('error', (event) => refused.onerror?.(event));
	setTimeout(() => request.dispatchEvent(new Event('error', { cancelable: true })));
	return refused as unknown as IDBOpenDBRequest;
}

function opened(request: IDBOpenDBRequest): Promise<IDBDatabase> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new Error('not opened'));
	});
}
