import type { DocumentLog, LogEntry } from '#server/storage/document-log.ts';
import { MemoryDocumentLog } from '#server/storage/memory/memory-document-log.ts';

/** A document log that fails, and waits, when told to. */
export class ShakyLog implements DocumentLog {
	failing = false;
	loads = 0;
	/** While set, loads wait for it. */
	gate: Promise<void> | null = null;
	readonly inner: DocumentLog;

	constructor(inner: DocumentLog = new MemoryDocumentLog()) {
		this.inner = inner;
	}
	async append(entries: readonly LogEntry[]) {
		this.#check();
		return this.inner.append(entries);
	}
	async load(address: LogEntry['address']) {
		this.loads++;
		await this.gate;
		this.#check();
		return this.inner.load(address);
	}
	async compact(...args: Parameters<DocumentLog['compact']>) {
		this.#check();
		return this.inner.compact(...args);
	}
	quarantine(...args: Parameters<DocumentLog['quarantine']>) {
		return this.inner.quarantine(...args);
	}
	quarantineSnapshot(...args: Parameters<DocumentLog['quarantineSnapshot']>) {
		return this.inner.quarantineSnapshot(...args);
	}
	#check(): void {
		if (this.failing) throw new Error('database or disk is full');
	}
}
