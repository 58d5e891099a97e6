import type { Clock } from '#lib/base/clock.ts';
import type { StorageReport } from '#lib/protocol/api/admin.ts';
import { describeCause, type Log } from '../../ops/log.ts';
import type { Storage } from '../../storage/open-storage.ts';
import { DatabaseMeter } from './database-meter.ts';

export type ProjectUse = {
	readonly documents: number;
	readonly documentBytes: number;
	readonly assets: number;
	readonly assetBytes: number;
};

type Measured = {
	readonly at: number;
	/** When it is old enough to be measured anew. */
	readonly dueAt: number;
	readonly use: NonNullable<StorageReport['use']>;
	readonly projects: ReadonlyMap<string, ProjectUse>;
	/** The largest first. */
	readonly largest: readonly string[];
};

/** Milliseconds for which figures are good; and so many times what measuring took, that it stays a small part of the work. */
const FRESH_MS = 30_000;
const REST = 20;
const LARGEST = 20;
const NOTHING: ProjectUse = { documents: 0, documentBytes: 0, assets: 0, assetBytes: 0 };

type Parts = {
	readonly storage: Pick<Storage, 'database' | 'blobs' | 'uploads'>;
	readonly clock: Clock;
	readonly log: Log;
};

/** What takes up room, as it was last measured; measuring goes on beside everything else. */
export class StorageMeter {
	readonly #parts: Parts;
	readonly #database: DatabaseMeter;
	#measured: Measured | null = null;
	#running: Promise<void> | null = null;
	#closed = false;

	constructor(parts: Parts) {
		this.#parts = parts;
		this.#database = new DatabaseMeter(parts.storage.database);
	}

	get measuring(): boolean {
		return this.#running !== null;
	}
	get measuredAt(): number | null {
		return this.#measured?.at ?? null;
	}
	get use(): Measured['use'] | null {
		return this.#measured?.use ?? null;
	}
	get largest(): readonly (readonly [projectId: string, use: ProjectUse])[] {
		const { largest = [], projects } = this.#measured ?? {};
		return largest.map((projectId) => [projectId, projects?.get(projectId) ?? NOTHING]);
	}

	/** Null until it was measured. */
	useOf(projectId: string): ProjectUse | null {
		return this.#measured && (this.#measured.projects.get(projectId) ?? NOTHING);
	}

	/** Somebody looks: measures anew, unless that was just done. Resolves when there is nothing more to come. */
	look(): Promise<void> {
		const { clock, log } = this.#parts;
		if (this.#running) return this.#running;
		if (this.#closed || clock.now() < (this.#measured?.dueAt ?? 0)) return Promise.resolve();
		this.#running = this.#measure()
			.catch((cause: unknown) => {
				if (!this.#closed)
					log.warn('The storage cannot be measured just now', { cause: describeCause(cause) });
			})
			.finally(() => (this.#running = null));
		return this.#running;
	}

	async close(): Promise<void> {
		this.#closed = true;
		await this.#database.close();
		await this.#running;
	}

	async #measure(): Promise<void> {
		const { clock } = this.#parts;
		const start = clock.now();
		const { bytes, setAside, audit, records, projects: found } = await this.#database.measure();
		const projects = new Map<string, ProjectUse>();
		let documents = 0;
		for (const [projectId, count, documentBytes] of found) {
			projects.set(projectId, { ...NOTHING, documents: count, documentBytes });
			documents += documentBytes;
		}
		const assets = await this.#addAssets(projects);
		const overhead = Math.max(0, bytes - documents - setAside - audit - records);
		const use = { documents, setAside, audit, records, overhead, assets, ...(await this.#measureDisk()) };
		const at = clock.now();
		const dueAt = at + Math.max(FRESH_MS, REST * (at - start));
		const total = ([, { documentBytes, assetBytes }]: readonly [string, ProjectUse]) =>
			documentBytes + assetBytes;
		const largest = [...projects].sort((a, b) => total(b) - total(a)).slice(0, LARGEST);
		this.#measured = { at, dueAt, use, projects, largest: largest.map(([projectId]) => projectId) };
	}

	async #addAssets(projects: Map<string, ProjectUse>): Promise<number> {
		const { blobs } = this.#parts.storage;
		let all = 0;
		for await (const projectId of blobs.projects()) {
			let assets = 0;
			let assetBytes = 0;
			for await (const { bytes } of blobs.list(projectId)) {
				assets++;
				assetBytes += bytes;
				if (this.#closed) throw new Error('The server ends');
			}
			if (assets > 0)
				projects.set(projectId, { ...(projects.get(projectId) ?? NOTHING), assets, assetBytes });
			all += assetBytes;
		}
		return all;
	}

	async #measureDisk(): Promise<Pick<Measured['use'], 'arriving' | 'free'>> {
		const { uploads } = this.#parts.storage;
		let arriving = 0;
		for (const { id } of [...uploads.all()]) arriving += (await uploads.reached(id))?.bytes ?? 0;
		return { arriving, free: await uploads.freeBytes().catch(() => null) };
	}
}
