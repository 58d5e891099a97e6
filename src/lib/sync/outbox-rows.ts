import type { Dispose } from '../base/disposer.ts';
import type { Result } from '../base/result.ts';
import type { KeptRequest } from '../protocol/api/kept-request.ts';

type NewRequest = Pick<KeptRequest, 'account' | 'endpoint' | 'input' | 'summary'>;
export type RequestChange = Partial<Pick<KeptRequest, 'input' | 'sendAs' | 'summary' | 'attempts' | 'state'>>;

/** Where requests are kept on this device: `storage/outbox`. */
export interface OutboxRows {
	add(request: NewRequest): Promise<{ readonly request: KeptRequest; readonly durable: boolean }>;
	list(
		account: string,
	): Promise<Result<{ readonly requests: readonly KeptRequest[]; readonly unknown: number }, unknown>>;
	/** Null when somebody else was faster. */
	change(request: KeptRequest, change: RequestChange): Promise<KeptRequest | null>;
	remove(key: string): Promise<boolean>;
	onChange(listener: () => void): Dispose;
}
