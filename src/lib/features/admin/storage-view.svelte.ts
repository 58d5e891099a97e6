import type { Dispose } from '#lib/base/disposer.ts';
import { readStorage, type StorageReport } from '#lib/protocol/api/admin.ts';
import type { ApiProblem } from '#lib/sync/api-problem.ts';
import type { CachedRead } from '#lib/sync/cached-reads.ts';
import type { AdminPort } from './admin-port.ts';

/** Milliseconds between asking whether the measuring is done. */
const AGAIN_MS = 2000;

export const STORAGE_KINDS = [
	'documents',
	'assets',
	'arriving',
	'audit',
	'records',
	'setAside',
	'overhead',
] as const;
export type StorageKind = (typeof STORAGE_KINDS)[number];

/** What takes up room on a server; looked at again until it is measured. */
export class StorageView {
	#read = $state.raw<CachedRead<StorageReport> | null>(null);
	#problem = $state.raw<ApiProblem | null>(null);
	#cancel: Dispose = () => {};
	#turn = 0;
	readonly #port: AdminPort;

	constructor(port: AdminPort) {
		this.#port = port;
	}

	get report(): StorageReport | null {
		return this.#read?.value ?? null;
	}
	/** When it was said, if the server cannot be asked now. */
	get asOf(): number | null {
		return this.#read?.trouble ? this.#read.asOf : null;
	}
	get problem(): ApiProblem | null {
		return this.#problem;
	}
	/** All that is taken up. */
	get total(): number {
		const use = this.report?.use;
		return use ? STORAGE_KINDS.reduce((sum, kind) => sum + use[kind], 0) : 0;
	}

	async look(): Promise<void> {
		this.#cancel();
		const turn = ++this.#turn;
		const read = await this.#port.store.read(readStorage, {});
		if (turn !== this.#turn) return; // left, or asked again meanwhile
		this.#problem = read.ok ? null : read.error;
		if (!read.ok) return;
		this.#read = read.value;
		const { value, trouble } = read.value;
		if (value.measuring && !trouble) this.#cancel = this.#port.clock.after(AGAIN_MS, () => void this.look());
	}

	/** Nobody looks any more; it goes on with the next look. */
	rest(): void {
		this.#turn++;
		this.#cancel();
	}
}
