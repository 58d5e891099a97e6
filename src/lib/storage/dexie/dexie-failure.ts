import { StorageFailure, storageProblem } from '../storage-failure.ts';
import type { StorageReason } from '../ports.ts';

const REASONS: { readonly [name: string]: StorageReason } = {
	QuotaExceededError: 'full',
	SecurityError: 'denied',
	InvalidAccessError: 'denied',
	MissingAPIError: 'denied',
	VersionError: 'newer',
	InvalidStateError: 'lost',
	DatabaseClosedError: 'lost',
	OpenFailedError: 'lost',
	UnknownError: 'lost',
	AbortError: 'lost',
	TransactionInactiveError: 'lost',
	TimeoutError: 'lost',
	DataError: 'damaged',
	ConstraintError: 'damaged',
};

type Thrown = { readonly name?: unknown; readonly message?: unknown; readonly inner?: unknown };

/** What Dexie or IndexedDB threw, by its deepest cause: the outer errors only say that something was aborted. */
export function toStorageFailure(thrown: unknown): StorageFailure {
	if (thrown instanceof StorageFailure) return thrown;
	const chain = causes(thrown);
	const texts = chain.map((one) => `${String(one.name)}: ${String(one.message)}`);
	const said = texts.join('; ') || String(thrown);
	// Chromium reports a full disk on open as an UnknownError that only its text tells apart.
	if (/quota|disk (is )?full|full disk|no space|NS_ERROR_FILE_NO_DEVICE_SPACE/i.test(said)) {
		return new StorageFailure(storageProblem('full', texts.at(-1)), thrown);
	}
	// Firefox in private mode of old: "A mutation operation was attempted on a database that did not allow mutations".
	if (/did not allow mutations|not allowed in this context/i.test(said)) {
		return new StorageFailure(storageProblem('denied', texts.at(-1)), thrown);
	}
	for (const { name } of chain.reverse()) {
		const reason = typeof name === 'string' ? REASONS[name] : undefined;
		if (reason) return new StorageFailure(storageProblem(reason, texts.at(-1)), thrown);
	}
	return new StorageFailure(storageProblem('unknown', said), thrown);
}

function causes(thrown: unknown): Thrown[] {
	const chain: Thrown[] = [];
	let next: unknown = thrown;
	while (typeof next === 'object' && next !== null && chain.length < 8 && !chain.includes(next)) {
		chain.push(next);
		next = (next as Thrown).inner;
	}
	return chain;
}
