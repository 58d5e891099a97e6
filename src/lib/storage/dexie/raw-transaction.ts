export type Store = (name: string) => IDBObjectStore;

/**
 * Plain IndexedDB, for what Dexie doesn't have: durability of one transaction, and a commit that waits for no answer.
 * Resolves when it is durable; aborted when `run` throws.
 */
export async function inTransaction<T>(
	transaction: IDBTransaction,
	run: (store: Store) => Promise<T>,
): Promise<T> {
	const done = finished(transaction);
	try {
		const result = await run((name) => transaction.objectStore(name));
		await done;
		return result;
	} catch (thrown) {
		done.catch(() => {}); // the abort below is our own; `thrown` says why
		abortQuietly(transaction);
		throw thrown;
	}
}

export function answer<T>(request: IDBRequest): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result as T);
		request.onerror = () => reject(request.error ?? new Error('The request failed without a reason'));
	});
}

function finished(transaction: IDBTransaction): Promise<void> {
	return new Promise((resolve, reject) => {
		transaction.oncomplete = () => resolve();
		transaction.onabort = () =>
			reject(transaction.error ?? new DOMException('The transaction was aborted', 'AbortError'));
	});
}

function abortQuietly(transaction: IDBTransaction): void {
	try {
		transaction.abort();
	} catch {
		// It had ended already, which is all we want.
	}
}
