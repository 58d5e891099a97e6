import type { Clock } from '../base/clock.ts';
import type { JsonValue } from '../base/json.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { JournaledReads } from './journaled-reads.ts';
import type { SettingsStore, StorageProblem } from './ports.ts';
import type { WriteJournal } from './write-journal.ts';

/** This device's preferences, over journal and database. */
export class JournaledSettings implements SettingsStore {
	readonly #journal: WriteJournal;
	readonly #reads: JournaledReads;
	readonly #clock: Clock;
	#lastAt = -Infinity;

	constructor(journal: WriteJournal, reads: JournaledReads, clock: Clock) {
		this.#journal = journal;
		this.#reads = reads;
		this.#clock = clock;
	}

	async get(key: string): Promise<JsonValue | undefined> {
		const read = await this.read(key);
		return read.ok ? read.value : undefined;
	}

	async read(key: string): Promise<Result<JsonValue | undefined, StorageProblem>> {
		const read = await this.#reads.read((backend) => backend.readSetting(key), undefined);
		const writes = read.ok ? read.value.writes : this.#journal.unwritten;
		const last = writes.findLast((write) => write.kind === 'setting' && write.key === key);
		if (last?.kind === 'setting') return ok(last.value);
		if (!read.ok) return read;
		const problem = this.#reads.unseen;
		return problem ? err(problem) : ok(read.value.value);
	}

	set(key: string, value: JsonValue): Promise<boolean> {
		return this.#write(key, value);
	}

	remove(key: string): Promise<boolean> {
		return this.#write(key, undefined);
	}

	#write(key: string, value: JsonValue | undefined): Promise<boolean> {
		// Two values of one moment have an order all the same.
		this.#lastAt = Math.max(this.#clock.now(), this.#lastAt + 1);
		return this.#journal.add({ kind: 'setting', key, value, at: this.#lastAt }, 0);
	}
}
