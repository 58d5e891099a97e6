import type { AssetHash, DocumentId, ProjectId } from '../../base/ids.ts';
import type { StorageBackend } from '../backend.ts';
import { Breather } from '../project-file/breather.ts';
import type { WitnessNote } from '../witness/witness-note.ts';
import type { TaskDevice } from '../worker/device-task.ts';
import type { CareRows } from './care-rows.ts';
import { onCareRows } from './on-care-rows.ts';
import type { CheckCounts, CheckFinding, CheckProgress, CheckReport, ProjectCheck } from './check-report.ts';

/** How far it is, and, when there is something new to tell, all that was found so far. */
export type CheckStep = { readonly progress: CheckProgress; readonly report: CheckReport | null };

export type CheckTelling = { readonly signal: AbortSignal; report(step: CheckStep): void };

const NOTHING: CheckCounts = { documents: 0, rows: 0, versions: 0, assets: 0, bytes: 0 };
const WEIGHTS: { readonly [stage in CheckProgress['stage']]: readonly [number, number] } = {
	versions: [0, 0.15],
	documents: [0.15, 0.55],
	assets: [0.55, 0.95],
	leftovers: [0.95, 1],
};

type Counted = { -readonly [what in keyof CheckCounts]: number };
type Project = {
	title: string;
	shared: boolean;
	readonly checked: Counted;
	missingAssets: number;
	readonly findings: CheckFinding[];
};

/** One run of the check: what it works on, what it knows so far, and what it found. */
export class CheckRun {
	readonly device: TaskDevice;
	/** What is remembered of projects outside the database. */
	readonly noted: ReadonlyMap<ProjectId, WitnessNote>;
	/** Titles of documents, as their projects' lists have them. */
	readonly titles = new Map<DocumentId, string>();
	/** Names of assets, and the projects whose lists name them. */
	readonly assets = new Map<AssetHash, { readonly name: string; readonly projects: Set<ProjectId> }>();
	readonly #telling: CheckTelling;
	readonly #breather: Breather;
	readonly #projects = new Map<ProjectId, Project>();
	readonly #loose: CheckFinding[] = [];
	readonly #checked: Counted = { ...NOTHING };
	#isNew = true;

	constructor(device: TaskDevice, noted: readonly WitnessNote[], telling: CheckTelling) {
		this.device = device;
		this.noted = new Map(noted.map((note) => [note.id, note]));
		this.#telling = telling;
		this.#breather = new Breather(device.clock);
	}

	/** An operation on the database as a whole; on a fresh connection when this one is lost. */
	rows<T>(operation: (rows: CareRows) => Promise<T>): Promise<T> {
		return onCareRows(this.device.backend)(operation);
	}

	run<T>(operation: (backend: StorageBackend) => Promise<T>): Promise<T> {
		return this.device.backend.run(operation);
	}

	/** Between two steps: stops when nobody wants it any more, and lets others go on. */
	async step(stage: CheckProgress['stage'], done: number, total: number): Promise<void> {
		this.#telling.signal.throwIfAborted();
		const [from, to] = WEIGHTS[stage];
		const share = total > 0 ? Math.min(1, done / total) : 1;
		const report = this.#isNew ? this.toReport() : null;
		this.#isNew = false;
		this.#telling.report({ progress: { stage, done: from + (to - from) * share }, report });
		await this.#breather.pause();
	}

	know(id: ProjectId, title: string, shared: boolean): void {
		const project = this.#project(id);
		project.title = title;
		project.shared = shared;
	}

	isShared(id: ProjectId): boolean {
		return this.#projects.get(id)?.shared ?? false;
	}

	count(id: ProjectId | null, counts: Partial<CheckCounts>): void {
		for (const counted of [this.#checked, ...(id === null ? [] : [this.#project(id).checked])]) {
			for (const what of Object.keys(counts) as (keyof CheckCounts)[]) counted[what] += counts[what] ?? 0;
		}
	}

	noteMissingAsset(id: ProjectId): void {
		this.#project(id).missingAssets += 1;
	}

	/** `null`: of no project. */
	find(id: ProjectId | null, finding: CheckFinding): void {
		(id === null ? this.#loose : this.#project(id).findings).push(finding);
		this.#isNew = true;
	}

	toReport(): CheckReport {
		const projects = Array.from(this.#projects, ([id, project]): ProjectCheck => ({
			id,
			...project,
			checked: { ...project.checked },
			findings: [...project.findings],
		}));
		projects.sort((a, b) => b.findings.length - a.findings.length || a.title.localeCompare(b.title));
		const findings = [...this.#loose];
		return { outcome: 'done', problem: null, projects, findings, checked: { ...this.#checked } };
	}

	#project(id: ProjectId): Project {
		const known = this.#projects.get(id);
		if (known) return known;
		const made: Project = {
			title: '',
			shared: false,
			checked: { ...NOTHING },
			missingAssets: 0,
			findings: [],
		};
		this.#projects.set(id, made);
		return made;
	}
}
