import type { ProjectId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import { m } from '../paraglide/messages.js';
import type { SweepOptions } from '../storage/assets/asset-store.ts';
import type { CheckProgress, CheckReport } from '../storage/check/check-report.ts';
import type {
	DeviceStorage,
	ProjectDeletion,
	ProjectEntry,
	StorageCare,
	StorageProblem,
} from '../storage/ports.ts';
import type { SetAsideStore } from '../storage/set-aside/set-aside.ts';
import type { StorageUsage } from '../storage/usage/storage-usage.ts';
import { wasPersistenceAsked } from './persistence.ts';
import type { AllProgress, AllReport } from './project-files/project-bundle.ts';
import type { ProjectFiles } from './project-files/project-files.ts';
import { Observed } from './observed.svelte.ts';
import { findOldVersions, removeOldVersions } from './old-versions.ts';
import type { DeviceParts } from './parts.ts';
import type {
	Cleanup,
	CleanupKind,
	LongRun,
	ProjectUse,
	StorageSafety,
	StorageUse,
} from './storage-facts.ts';

export type StorageStoreParts = {
	readonly device: DeviceParts;
	readonly files: Pick<ProjectFiles, 'exportAll' | 'importAll'>;
	readonly care: StorageCare;
	/** Told when room was freed. */
	readonly onFreed: () => void;
};

/** What this device keeps as a whole: how safe it is, what takes how much, and how to look after it. */
export class StorageStore {
	#parts: StorageStoreParts;
	#problem: Observed<StorageProblem | null>;
	/** Undefined until the browser has been asked. */
	#persisted = $state.raw<boolean | null>();
	/** Whether the browser was asked to keep the work, on this visit or before. */
	#asked = $state.raw(false);
	/** As somebody last saw them: only what was shown in the bin is ever deleted. */
	#use: StorageUse | null = null;

	constructor(parts: StorageStoreParts) {
		const { storage } = parts.device;
		this.#parts = parts;
		this.#problem = new Observed(
			(changed) => storage.onHealth(changed),
			() => (storage.health.kind === 'failing' ? storage.health.problem : null),
		);
	}

	get safety(): StorageSafety {
		const persisted = this.#persisted;
		return {
			problem: this.#problem.current,
			persisted: persisted ?? null,
			refused: persisted === false && this.#asked,
			known: persisted !== undefined,
		};
	}

	/** What was damaged and set aside. */
	get setAside(): SetAsideStore {
		return this.#parts.care.setAside;
	}

	/** What takes how much, now. */
	async measure(): Promise<Result<StorageUse, string>> {
		const { storage } = this.#parts.device;
		try {
			// At once: counting takes longer, and may fail.
			const { persisted } = await storage.estimate();
			this.#asked = await wasPersistenceAsked(storage);
			this.#persisted = persisted;
			const [usage, entries] = await Promise.all([this.#parts.care.usage(), storage.projects.list()]);
			this.#use = useOf(usage, entries);
			return ok(this.#use);
		} catch (thrown) {
			return err(thrown instanceof Error ? thrown.message : String(thrown));
		}
	}

	/** Asks the browser not to clear this site when the disk runs low. Resolves to its answer. */
	async keepSafe(): Promise<boolean> {
		const persisted = await this.#parts.device.storage.requestPersistence();
		this.#asked = true;
		this.#persisted = persisted;
		this.#parts.onFreed();
		return persisted;
	}

	/** Tries now to write what could not be written. */
	retry(): Promise<boolean> {
		return this.#parts.device.storage.flush();
	}

	/** Looks at what could be freed; changes nothing. */
	findCleanup(kind: CleanupKind): Promise<Result<Cleanup, string>> {
		const { storage, clock } = this.#parts.device;
		switch (kind) {
			case 'unused-assets':
				return sweepAssets(storage, { dryRun: true });
			case 'old-versions':
				return findOldVersions(storage, clock.now());
			case 'bin':
				return Promise.resolve(ok(countBin(this.#use)));
		}
	}

	/** Resolves to what was freed; what was freed before it was cancelled stays so. */
	async cleanUp(kind: CleanupKind, run: LongRun): Promise<Result<Cleanup, string>> {
		const { storage, clock } = this.#parts.device;
		try {
			switch (kind) {
				case 'unused-assets':
					return await sweepAssets(storage, run);
				case 'old-versions':
					return await removeOldVersions(storage, clock.now(), run);
				case 'bin':
					return await this.#emptyBin(run);
			}
		} finally {
			this.#parts.onFreed();
		}
	}

	/** Every project with its earlier versions as one zip: written to this file, or in the report to be downloaded. */
	async exportAll(
		file: FileSystemFileHandle | null,
		{ signal, onProgress }: LongRun,
	): Promise<Result<AllReport, string>> {
		const target = file ? ({ kind: 'file', file } as const) : ({ kind: 'download' } as const);
		const tell = tellAll(onProgress);
		const exported = await this.#parts.files.exportAll(target, { signal, onProgress: tell, history: true });
		if (!exported.ok) return err(exported.error.message);
		return exported.value.cancelled ? err(m.storage_copies_cancelled()) : ok(exported.value);
	}

	/** What came in before it was cancelled stays, and is in the report. */
	async importAll(
		files: readonly File[],
		{ signal, onProgress }: LongRun,
	): Promise<Result<AllReport, string>> {
		return ok(await this.#parts.files.importAll(files, { signal, onProgress: tellAll(onProgress) }));
	}

	restoreProject(id: ProjectId): Promise<boolean> {
		return this.#parts.device.storage.projects.patch(id, { removedAt: null });
	}

	/** For good. */
	async deleteProject(id: ProjectId): Promise<ProjectDeletion> {
		const deleted = await this.#parts.device.storage.projects.delete(id);
		this.#parts.onFreed();
		return deleted;
	}

	/** Reads and verifies everything; what was found before it was cancelled counts. */
	async check({ signal, onProgress }: LongRun): Promise<Result<CheckReport, string>> {
		const report = await this.#parts.care.check({
			signal,
			onProgress: ({ stage, done }) => onProgress({ done, total: 1, at: STAGE_WORDS[stage]() }),
		});
		return report.outcome === 'failed' ? err(report.problem ?? m.storage_check_failed()) : ok(report);
	}

	/** Deletes what was shown in the bin and still lies there. */
	async #emptyBin({ signal, onProgress }: LongRun): Promise<Result<Cleanup, string>> {
		const { projects } = this.#parts.device.storage;
		const shown = binOf(this.#use);
		let freed: Cleanup = { count: 0, bytes: 0 };
		for (const [index, { id, total }] of shown.entries()) {
			if (signal.aborted) break;
			const entry = await projects.get(id);
			if (entry && entry.removedAt !== null) {
				const isOpen = (await projects.delete(id)) === 'open';
				if (isOpen) freed = { ...freed, open: (freed.open ?? 0) + 1 };
				else freed = { ...freed, count: freed.count + 1, bytes: freed.bytes + total };
			}
			onProgress({ done: index + 1, total: shown.length });
		}
		return ok(freed);
	}
}

const STAGE_WORDS: { readonly [stage in CheckProgress['stage']]: () => string } = {
	documents: m.storage_stage_documents,
	versions: m.storage_stage_versions,
	assets: m.storage_stage_assets,
	leftovers: m.storage_stage_leftovers,
};

const tellAll =
	(onProgress: LongRun['onProgress']) =>
	({ index, count, name, part }: AllProgress): void =>
		onProgress({ done: index + part.done / Math.max(1, part.total), total: count, at: name });

async function sweepAssets(
	{ assets }: Pick<DeviceStorage, 'assets'>,
	options: SweepOptions = {},
): Promise<Result<Cleanup, string>> {
	const swept = await assets.sweep(options);
	if (!swept.ok)
		return err(swept.error.reason === 'damaged' ? m.storage_free_damaged() : swept.error.message);
	return ok({ count: swept.value.assets.length, bytes: swept.value.bytes, later: swept.value.young });
}

const binOf = (use: StorageUse | null): readonly ProjectUse[] =>
	use?.projects.filter(({ removedAt }) => removedAt !== null) ?? [];

function countBin(use: StorageUse | null): Cleanup {
	const bin = binOf(use);
	return { count: bin.length, bytes: bin.reduce((all, { total }) => all + total, 0) };
}

/** Everything the browser counts has a kind: what nobody can name is the last one. */
function useOf(usage: StorageUsage, entries: readonly ProjectEntry[]): StorageUse {
	const total = (bytes: Iterable<number>) => [...bytes].reduce((all, one) => all + one, 0);
	const { projects, sharedAssets, unusedAssets, caches, space } = usage;
	const sharedBytes = total(sharedAssets.map(({ bytes }) => bytes));
	const known = {
		projects: total(projects.map(({ documents, undo }) => documents + undo)),
		assets: total(projects.map(({ assets }) => assets)) + sharedBytes + unusedAssets.bytes,
		versions: total(projects.map(({ versions }) => versions)),
		caches: total(caches.map(({ bytes }) => bytes)),
	};
	const usedBytes = Math.max(space.usedBytes, total(Object.values(known)));
	const entryOf = new Map(entries.map((entry) => [entry.id, entry]));
	return {
		usedBytes,
		quotaBytes: space.quotaBytes,
		kinds: { ...known, other: usedBytes - total(Object.values(known)) },
		projects: projects.map((project): ProjectUse => {
			const entry = entryOf.get(project.id);
			const saved = !project.shared ? 'device' : (entry?.waiting ?? 0) > 0 ? 'waiting' : 'server';
			return { ...project, changedAt: entry?.changedAt ?? 0, saved };
		}),
		shared: { count: sharedAssets.length, bytes: sharedBytes },
	};
}
