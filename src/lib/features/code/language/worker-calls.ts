import type { Answer } from './language-protocol.ts';
import type { WorkerPort } from './worker-port.ts';

/** Why a worker gave no answer. */
export class WorkerFailure extends Error {
	readonly reason: 'missing' | 'refused';

	constructor(reason: 'missing' | 'refused', message: string) {
		super(message);
		this.reason = reason;
	}
}

type Waiting = {
	readonly resolve: (value: unknown) => void;
	readonly reject: (failure: WorkerFailure) => void;
};

/** Questions to a worker that starts with the first one. One that could not come is started anew by the next. */
export class WorkerCalls {
	#start: () => WorkerPort;
	#port: WorkerPort | null = null;
	#waiting = new Map<number, Waiting>();
	#asked = 0;

	constructor(start: () => WorkerPort) {
		this.#start = start;
	}

	/** Whether there is a worker that remembers what it was told. */
	get isRunning(): boolean {
		return this.#port !== null;
	}

	ask(ask: string, ...of: unknown[]): Promise<unknown> {
		const port = (this.#port ??= this.#begin());
		const id = ++this.#asked;
		return new Promise((resolve, reject) => {
			this.#waiting.set(id, { resolve, reject });
			port.post({ id, ask, of });
		});
	}

	dispose(): void {
		this.#end('The worker was closed.');
	}

	#begin(): WorkerPort {
		const port = this.#start();
		port.onMessage((message) => this.#hear(message as Answer));
		port.onFailure(() => this.#end('The worker could not be fetched, or broke.'));
		return port;
	}

	#hear({ id, value, failed }: Answer): void {
		const waiting = this.#waiting.get(id);
		this.#waiting.delete(id);
		if (failed === undefined) waiting?.resolve(value);
		else waiting?.reject(new WorkerFailure('refused', failed));
	}

	#end(message: string): void {
		this.#port?.terminate();
		this.#port = null;
		const waiting = [...this.#waiting.values()];
		this.#waiting.clear();
		for (const { reject } of waiting) reject(new WorkerFailure('missing', message));
	}
}
