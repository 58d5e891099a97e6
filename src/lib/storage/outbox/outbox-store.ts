import type { Dispose } from '../../base/disposer.ts';
import type { Result } from '../../base/result.ts';
import type { KeptRequest } from '../../protocol/api/kept-request.ts';
import type { StorageProblem } from '../ports.ts';

/** What somebody asks for; the rest of the row is the store's. */
export type NewRequest = Pick<KeptRequest, 'account' | 'endpoint' | 'input' | 'summary'>;

export type WaitingRequests = {
	/** In the order they go. */
	readonly requests: readonly KeptRequest[];
	/** Rows of this account that another build wrote in a shape we don't know: nothing may overtake them. */
	readonly unknown: number;
};

/** Requests to the server that wait on this device, of all accounts that were used here. */
export interface OutboxStore {
	/** `durable`: it is there after a crash. */
	add(request: NewRequest): Promise<{ readonly request: KeptRequest; readonly durable: boolean }>;
	list(account: string): Promise<Result<WaitingRequests, StorageProblem>>;
	/**
	 * Changes the row that was read as `request`. Resolves to the row as it is then; `null` when it, or another tab, was
	 * faster: read again.
	 */
	change(
		request: KeptRequest,
		change: Partial<Pick<KeptRequest, 'input' | 'sendAs' | 'summary' | 'attempts' | 'state'>>,
	): Promise<KeptRequest | null>;
	/** Resolves to whether that is durable. */
	remove(key: string): Promise<boolean>;
	/** Told of changes by this tab and by others. */
	onChange(listener: () => void): Dispose;
	close(): void;
}
