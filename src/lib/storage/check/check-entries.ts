import { clipText } from '../../base/clip-text.ts';
import { isId, type ProjectId } from '../../base/ids.ts';
import type { DocumentInfo, ProjectEntry } from '../ports.ts';
import type { KeptImport } from '../transfers/transfer-store.ts';
import type { RawRow } from './care-rows.ts';
import { rehome } from './check-homeless.ts';
import type { CheckFinding } from './check-report.ts';
import type { CheckRun } from './check-run.ts';
import type { WitnessNote } from '../witness/witness-note.ts';
import type { ReadIndex } from './read-index.ts';

type Found = {
	readonly entries: readonly RawRow[];
	readonly infos: readonly DocumentInfo[];
	readonly indexes: ReadonlyMap<ProjectId, ReadIndex>;
};

const MAX_TITLE = 120;
const RECOVERED = 'Recovered project';

/** The list of projects against their documents. */
export async function checkEntries(run: CheckRun, { entries, infos, indexes }: Found): Promise<void> {
	const listed = new Map(entries.map((entry) => [entry.id, entry]));
	const importing = await listImporting(run);
	for (const [id, index] of indexes) {
		if (!listed.has(id) && !index.isEmpty && !importing.has(id)) await relist(run, id, index);
	}
	for (const entry of entries) {
		if (isId(entry.id) && mendEntry(entry, {}, 0)) await mend(run, entry, indexes);
	}
	const lost = infos.filter(({ projectId: id }) => !hasContent(indexes, id) && !importing.has(id));
	for (const [id, documents] of Map.groupBy(lost, ({ projectId }) => projectId)) {
		await findHome(run, { id, documents, entry: listed.get(id) });
	}
	for (const entry of entries) reportEmpty(run, entry, infos);
}

/** Projects that come in from a file are listed when all of them is here. */
async function listImporting(run: CheckRun): Promise<ReadonlySet<string>> {
	const rows = await run.run((backend) => backend.listImports());
	const isUnderWay = ({ progress }: KeptImport) =>
		typeof progress === 'object' && progress !== null && 'done' in progress && progress.done === false;
	return new Set(rows.filter(isUnderWay).map(({ key }) => key));
}

const hasContent = (indexes: Found['indexes'], id: ProjectId): boolean => indexes.get(id)?.isEmpty === false;

/** A project that the list lost, by what its own index says. */
async function relist(run: CheckRun, id: ProjectId, index: ReadIndex): Promise<void> {
	const mended = await run.rows((rows) =>
		rows.mendEntry(id, (found) =>
			found ? null : newEntry(id, index, run.device.clock.now(), run.noted.get(id)),
		),
	);
	if (!mended) return;
	run.know(id, index.title, run.noted.get(id)?.shared ?? false);
	find(run, id, { outcome: 'repaired', why: 'It was missing from the list of projects', remedy: 'none' });
}

async function mend(run: CheckRun, { id }: RawRow, indexes: Found['indexes']): Promise<void> {
	const projectId = id as ProjectId;
	const now = run.device.clock.now();
	const mended = await run.rows((rows) =>
		rows.mendEntry(
			projectId,
			(found) => found && mendEntry(found, { ...indexes.get(projectId), ...run.noted.get(projectId) }, now),
		),
	);
	if (!mended) return;
	const why = 'What the list of projects says of it was broken';
	find(run, projectId, { outcome: 'repaired', why, remedy: 'none' });
}

type Lost = {
	readonly id: ProjectId;
	readonly documents: readonly DocumentInfo[];
	readonly entry: RawRow | undefined;
};

/** Documents whose project has no list of them. */
async function findHome(run: CheckRun, { id, documents, entry }: Lost): Promise<void> {
	const now = run.device.clock.now();
	const mine = newEntry(id, { title: RECOVERED, createdAt: now }, now, run.noted.get(id));
	const title = typeof entry?.title === 'string' ? entry.title : mine.title;
	const createdAt = isTime(entry?.createdAt) ? (entry?.createdAt as number) : mine.createdAt;
	// Alone, an empty list is that of a project nobody has put anything into.
	const others = entry ? documents.filter((info) => info.id !== (id as string)) : documents;
	if (others.length === 0) return;
	await rehome(run, { projectId: id, documents: others, title, createdAt, entry: entry ? null : mine });
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

function newEntry(
	id: ProjectId,
	{ title, createdAt }: Pick<ReadIndex, 'title' | 'createdAt'>,
	now: number,
	note: WitnessNote | undefined,
): ProjectEntry {
	const nobody = { removedAt: null, thumbnail: null, shared: false, claim: null, token: null, waiting: 0 };
	const known = { id, title, createdAt: createdAt || now, changedAt: now };
	if (!note) return { ...nobody, ...known, origin: 'mine', role: 'owner' };
	const { origin, role, shared, token } = note;
	return { ...nobody, ...known, origin, role, shared, token };
}

/** The entry with fields that fit in place of those that don't; `null` when all do. */
function mendEntry(found: RawRow, known: Known, now: number): ProjectEntry | null {
	const wrong = Object.entries(FIELDS).filter(([field, { fits }]) => !fits(found[field]));
	if (wrong.length === 0) return null;
	const mended = Object.fromEntries(wrong.map(([field, { instead }]) => [field, instead(known, now, found)]));
	return { ...found, ...mended } as ProjectEntry;
}

/** What the project's own index says of it, and what is noted of it elsewhere. */
type Known = Partial<Pick<ReadIndex, 'title' | 'createdAt'> & WitnessNote>;

type Field = {
	readonly fits: (value: unknown) => boolean;
	readonly instead: (known: Known, now: number, found: RawRow) => unknown;
};

const isTime = (value: unknown): boolean => Number.isFinite(value);
const isText = (value: unknown): boolean => value === null || typeof value === 'string';

function isAccount(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	const { kind, userId } = value as { readonly kind?: unknown; readonly userId?: unknown };
	// Of a kind that only a later build knows it is left as it is.
	return typeof kind === 'string' && (kind !== 'on' || typeof userId === 'string');
}

const FIELDS: { readonly [field in keyof Omit<ProjectEntry, 'id'>]: Field } = {
	title: {
		fits: (value) => typeof value === 'string',
		instead: ({ title }) => clipText(title ?? RECOVERED, MAX_TITLE),
	},
	createdAt: { fits: isTime, instead: ({ createdAt }, now) => createdAt ?? now },
	changedAt: { fits: isTime, instead: (_, now) => now },
	removedAt: { fits: (value) => value === null || isTime(value), instead: () => null },
	thumbnail: { fits: (value) => value === null || value instanceof Uint8Array, instead: () => null },
	origin: {
		fits: (value) => value === 'mine' || value === 'joined',
		instead: ({ origin }) => origin ?? 'mine',
	},
	role: {
		// One that only a later build knows is left as it is: here it lets nobody do anything.
		fits: (value) => typeof value === 'string' && value !== '',
		instead: ({ role }, _, { origin, shared }) =>
			role ?? (origin === 'mine' && shared !== true ? 'owner' : 'viewer'),
	},
	shared: { fits: (value) => typeof value === 'boolean', instead: ({ shared }) => shared ?? false },
	claim: { fits: isText, instead: () => null },
	token: { fits: isText, instead: ({ token }) => token ?? null },
	waiting: { fits: isTime, instead: () => 0 },
	// Unknown, the person is asked again; nothing is on a server because of it.
	account: { fits: isAccount, instead: () => null },
	unsent: { fits: (value) => value === undefined || typeof value === 'boolean', instead: () => true },
	// Unknown, the person is asked again.
	held: { fits: (value) => value === undefined || typeof value === 'boolean', instead: () => true },
};
