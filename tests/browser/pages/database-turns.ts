/** How many opens and transactions of this page have not ended. */
let unfinished = 0;

function begin(): () => void {
	unfinished += 1;
	let ended = false;
	return () => {
		if (!ended) unfinished -= 1;
		ended = true;
	};
}

/** From now on `settleDatabase` knows what this page has asked of IndexedDB. */
export function watchDatabase(): void {
	const { transaction } = IDBDatabase.prototype;
	IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...asked) {
		const started = transaction.apply(this, asked);
		const end = begin();
		for (const event of ['complete', 'abort']) started.addEventListener(event, () => setTimeout(end));
		return started;
	};
	const { open } = IDBFactory.prototype;
	IDBFactory.prototype.open = function (this: IDBFactory, ...asked) {
		const request = open.apply(this, asked);
		const end = begin();
		// A blocked open waits for somebody else: that is settled.
		for (const event of ['success', 'error', 'blocked'])
			request.addEventListener(event, () => setTimeout(end));
		return request;
	};
}

/** Resolves after a turn of the page, once the database has nothing left to do for it. */
export async function settleDatabase(): Promise<void> {
	do await new Promise((resolve) => setTimeout(resolve));
	while (unfinished > 0);
}
