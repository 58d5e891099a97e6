import { clipText } from '../../base/clip-text.ts';
import { isId, type ProjectId } from '../../base/ids.ts';
import { ROLES } from '../../protocol/roles.ts';
import type { DocumentInfo, ProjectEntry } from '../ports.ts';
import type { RawRow } from './care-rows.ts';
import type { CheckFinding } from './check-report.ts';
import type { CheckRun } from './check-run.ts';
import type { ReadIndex } from './read-index.ts';

type Found = {
	readonly entries: readonly RawRow[];
	readonly infos: readonly DocumentInfo[];
	readonly indexes: ReadonlyMap<ProjectId, ReadIndex>;
};

const MAX_TITLE = 120;

/** The list of projects against their documents. */
export async function checkEntries(run: CheckRun, { entries, infos, indexes }: Found): Promise<void> {
	const listed = new Map(entries.map((entry) => [entry.id, entry]));
	for (const [id, index] of indexes) {
		if (!listed.has(id) && !index.isEmpty) await relist(run, id, index);
	}
	for (const entry of entries) {
		if (isId(entry.id) && mendEntry(entry, undefined, 0)) await mend(run, entry, indexes);
	}
	const homeless = infos.filter(({ projectId }) => !listed.has(projectId) && !hasContent(indexes, projectId));
	await reportHomeless(run, homeless);
	for (const entry of entries) reportEmpty(run, entry, infos);
}

const hasContent = (indexes: Found['indexes'], id: ProjectId): boolean => indexes.get(id)?.isEmpty === false;

/** A project that the list lost, by what its own index says. */
async function relist(run: CheckRun, id: ProjectId, index: ReadIndex): Promise<void> {
	const mended = await run.rows((rows) =>
		rows.mendEntry(id, (found) => (found ? null : newEntry(id, index, run.device.clock.now()))),
	);
	if (!mended) return;
	run.know(id, index.title, false);
	find(run, id, { outcome: 'repaired', why: 'It was missing from the list of projects', remedy: 'none' });
}

async function mend(run: CheckRun, { id }: RawRow, indexes: Found['indexes']): Promise<void> {
	const projectId = id as ProjectId;
	const now = run.device.clock.now();
	const mended = await run.rows((rows) =>
		rows.mendEntry(projectId, (found) => found && mendEntry(found, indexes.get(projectId), now)),
	);
	if (!mended) return;
	const why = 'What the list of projects says of it was broken';
	find(run, projectId, { outcome: 'repaired', why, remedy: 'none' });
}

async function reportHomeless(run: CheckRun, infos: readonly DocumentInfo[]): Promise<void> {
	for (const [projectId, documents] of Map.groupBy(infos, (info) => info.projectId)) {
		// It may have been deleted while this ran.
		const record = await run.rows((rows) => rows.readRecord(documents[0]!.id));
		if (!record) continue;
		const why = 'Their project is not in the list, and its own list is gone';
		const count = documents.length;
		run.find(projectId, {
			...{ subject: 'document', name: null, outcome: 'open', why, count, bytes: 0 },
			remedy: 'file',
		});
	}
}

/** A project of one's own of which nothing is left. */
function reportEmpty(run: CheckRun, { id, origin, shared, removedAt }: RawRow, infos: Found['infos']): void {
	if (origin !== 'mine' || shared === true || removedAt !== null) return;
	if (infos.some(({ projectId }) => projectId === id)) return;
	const why = 'Nothing of it is left but its name';
	find(run, id as ProjectId, { outcome: 'open', why, remedy: 'file' });
}

const find = (
	run: CheckRun,
	id: ProjectId,
	finding: Pick<CheckFinding, 'outcome' | 'why' | 'remedy'>,
): void => run.find(id, { subject: 'project', name: null, count: 1, bytes: 0, ...finding });

function newEntry(id: ProjectId, { title, createdAt }: ReadIndex, now: number): ProjectEntry {
	const nobody = { removedAt: null, thumbnail: null, shared: false, claim: null, token: null, waiting: 0 };
	return { ...nobody, id, title, createdAt: createdAt || now, changedAt: now, origin: 'mine', role: 'owner' };
}

/** The entry with fields that fit in place of those that don't; `null` when all do. */
function mendEntry(found: RawRow, index: ReadIndex | undefined, now: number): ProjectEntry | null {
	const wrong = Object.entries(FIELDS).filter(([field, { fits }]) => !fits(found[field]));
	if (wrong.length === 0) return null;
	const mended = Object.fromEntries(wrong.map(([field, { instead }]) => [field, instead(index, now)]));
	return { ...found, ...mended } as ProjectEntry;
}

type Field = {
	readonly fits: (value: unknown) => boolean;
	readonly instead: (index: ReadIndex | undefined, now: number) => unknown;
};

const isTime = (value: unknown): boolean => Number.isFinite(value);
const isText = (value: unknown): boolean => value === null || typeof value === 'string';

const FIELDS: { readonly [field in keyof Omit<ProjectEntry, 'id'>]: Field } = {
	title: {
		fits: (value) => typeof value === 'string',
		instead: (index) => clipText(index?.title ?? 'Recovered project', MAX_TITLE),
	},
	createdAt: { fits: isTime, instead: (index, now) => index?.createdAt ?? now },
	changedAt: { fits: isTime, instead: (_, now) => now },
	removedAt: { fits: (value) => value === null || isTime(value), instead: () => null },
	thumbnail: { fits: (value) => value === null || value instanceof Uint8Array, instead: () => null },
	origin: { fits: (value) => value === 'mine' || value === 'joined', instead: () => 'mine' },
	role: { fits: (value) => (ROLES as readonly unknown[]).includes(value), instead: () => 'owner' },
	shared: { fits: (value) => typeof value === 'boolean', instead: () => false },
	claim: { fits: isText, instead: () => null },
	token: { fits: isText, instead: () => null },
	waiting: { fits: isTime, instead: () => 0 },
};
