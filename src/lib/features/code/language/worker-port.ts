/** A worker that answers each message by one; `fail` hears of it when it cannot start or ends. */
export interface WorkerPort {
	post(message: unknown): void;
	onMessage(listener: (message: unknown) => void): void;
	onFailure(listener: () => void): void;
	terminate(): void;
}
