import { onCareRows } from './check/on-care-rows.ts';
import type { CheckFinding, CheckOptions, CheckReport } from './check/check-report.ts';
import type { AssetFiles } from './assets/asset-files.ts';
import type { PageAround } from './page-adapter.ts';
import type { ProjectCatalogue, StorageCare } from './ports.ts';
import type { ReopeningBackend } from './reopening-backend.ts';
import type { SetAside, SetAsideStore } from './set-aside/set-aside.ts';
import { asStorageFailure } from './storage-failure.ts';
import type { StorageUsage } from './usage/storage-usage.ts';
import type { NotedProjects } from './witness/project-witness.ts';
import type { DeviceWork } from './worker/device-work.ts';
import type { WriteJournal } from './write-journal.ts';

type Options = {
	readonly journal: Pick<WriteJournal, 'flush'>;
	readonly backend: Pick<ReopeningBackend, 'run'>;
	readonly work: DeviceWork;
	readonly page: Pick<PageAround, 'estimate' | 'persisted'>;
	readonly files: AssetFiles | null;
	readonly projects: Pick<ProjectCatalogue, 'patch'>;
	readonly witness: Pick<NotedProjects, 'notes'>;
};

const EMPTY_REPORT: CheckReport = {
	outcome: 'done',
	problem: null,
	projects: [],
	findings: [],
	checked: { documents: 0, rows: 0, versions: 0, assets: 0, bytes: 0 },
};

/** Looking after what this device keeps: the heavy part is done where the other heavy work is. */
export class JournaledCare implements StorageCare {
	readonly setAside: SetAsideStore;
	readonly #options: Options;

	constructor(options: Options) {
		this.#options = options;
		this.setAside = new JournaledSetAside(options);
	}

	async usage(): Promise<StorageUsage> {
		const { journal, work, page } = this.#options;
		const { measureCaches } = await import('./usage/cache-usage-adapter.ts');
		await journal.flush();
		const [device, caches, { usage, quota }, persisted] = await Promise.all([
			work.run('usage', {}),
			measureCaches(),
			page.estimate(),
			page.persisted(),
		]);
		return { ...device, caches, space: { usedBytes: usage, quotaBytes: quota, persisted } };
	}

	async check({ signal, onProgress }: CheckOptions = {}): Promise<CheckReport> {
		const { journal, work, witness } = this.#options;
		let soFar = EMPTY_REPORT;
		try {
			await journal.flush();
			// Before anything comes back into the list: from then on the notes say what the list says.
			const noted = [...(await witness.notes())];
			const report = await work.run(
				'check',
				{ noted },
				{
					...(signal && { signal }),
					onProgress: (step) => {
						soFar = step.report ?? soFar;
						onProgress?.(step.progress);
					},
				},
			);
			await this.#showRelisted(report);
			return report;
		} catch (thrown) {
			await this.#showRelisted(soFar);
			if (signal?.aborted) return { ...soFar, outcome: 'cancelled' };
			return { ...soFar, outcome: 'failed', problem: asStorageFailure(thrown).message };
		}
	}

	/** Every tab hears of projects that came back into the list. */
	async #showRelisted({ projects }: CheckReport): Promise<void> {
		const isRelisted = ({ subject, outcome }: CheckFinding) =>
			subject === 'project' && outcome === 'repaired';
		for (const { id, findings } of projects) {
			if (findings.some(isRelisted)) await this.#options.projects.patch(id, {});
		}
	}
}

class JournaledSetAside implements SetAsideStore {
	readonly #options: Options;

	constructor(options: Options) {
		this.#options = options;
	}

	list(): Promise<readonly SetAside[]> {
		return this.#options.work.run('set-aside', {});
	}

	async toFile(key: number): Promise<{ readonly fileName: string; readonly blob: Blob } | null> {
		const { backend, files } = this.#options;
		const found = await onCareRows(backend)((rows) => rows.readSetAside(key));
		if (!found) return null;
		const stored = found.file === null ? null : await files?.read(found.file);
		const blob = stored ?? new Blob([found.content.slice()]);
		return { fileName: `${found.what}-${found.id.slice(0, 12)}-${key}.bin`, blob };
	}

	async remove(key: number): Promise<boolean> {
		const { backend, files } = this.#options;
		try {
			const file = await onCareRows(backend)((rows) => rows.removeSetAside(key));
			if (file !== null) await files?.remove(file);
			return true;
		} catch {
			return false; // it is still there, and still listed
		}
	}
}
