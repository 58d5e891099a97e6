import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SQLOutputValue } from 'node:sqlite';
import type { ProjectId } from '#lib/base/ids.ts';
import type { AdminProject } from '#lib/protocol/api/admin.ts';
import type { RecordsContext } from '../module.ts';

/** Projects looked at between two turns of everybody else, and by one page at most. */
const BATCH = 200;
const LOOKED_AT = 10_000;
/** Owners that are named of one project. */
const NAMED = 3;

export const ADMIN_TABLES: readonly string[] = [
	`
	CREATE TABLE project_activity (
		project_id TEXT PRIMARY KEY,
		changed_at INTEGER NOT NULL
	) STRICT, WITHOUT ROWID;
	`,
];

/** Behind which project a list goes on: those made earlier. */
export type ProjectPlace = readonly [createdAt: number, projectId: string];
export const NEWEST: ProjectPlace = [Number.MAX_SAFE_INTEGER, ''];

export type ListedProject = Omit<AdminProject, 'use'>;
export type ProjectPage = { readonly items: readonly ListedProject[]; readonly next: ProjectPlace | null };

type Row = Record<string, SQLOutputValue>;

/** All projects, as the records know them. */
export class ProjectList {
	readonly #prepare: RecordsContext['prepare'];

	constructor({ prepare }: Pick<RecordsContext, 'prepare'>) {
		this.#prepare = prepare;
	}

	title(projectId: ProjectId): string | null {
		const row = this.#prepare('SELECT title FROM project_titles WHERE project_id = ?').get(projectId);
		return row ? String(row['title']) : null;
	}

	isThere(projectId: ProjectId): boolean {
		const query = 'SELECT 1 FROM projects WHERE id = ? AND deleted_at IS NULL';
		return this.#prepare(query).get(projectId) !== undefined;
	}

	/** The newest first, those made before a place; with words to look for, over a bounded number of projects. */
	async page(search: string | undefined, before: ProjectPlace, limit: number): Promise<ProjectPage> {
		if (search === undefined) {
			const rows = this.#rows('projects.id', before, limit);
			const last = rows.length === limit ? rows.at(-1) : undefined;
			return { items: rows.map((row) => this.#item(row)), next: last ? placeOf(last) : null };
		}
		const items: ListedProject[] = [];
		let place = before;
		for (let looked = 0; looked < LOOKED_AT; looked += BATCH) {
			const rows = this.#rows(`title, ${OWNERS}`, place, BATCH);
			for (const row of rows) {
				place = placeOf(row);
				if (fits(row, search)) items.push(this.#item(row));
				if (items.length === limit) return { items, next: place };
			}
			if (rows.length < BATCH) return { items, next: null };
			await nextTurn();
		}
		return { items, next: place };
	}

	#rows(columns: string, [createdAt, projectId]: ProjectPlace, limit: number): Row[] {
		return this.#prepare(
			`SELECT projects.id AS id, created_at, ${columns}
				FROM projects LEFT JOIN project_titles ON project_titles.project_id = projects.id
				WHERE deleted_at IS NULL AND (created_at, projects.id) < (?, ?)
				ORDER BY created_at DESC, projects.id DESC LIMIT ?`,
		).all(createdAt, projectId, limit);
	}

	#item(row: Row): ListedProject {
		const projectId = String(row['id']);
		const owners = this.#prepare(
			`SELECT user_id AS userId, handle FROM members LEFT JOIN users ON users.id = user_id
				WHERE project_id = ? AND members.role = 'owner' ORDER BY since LIMIT ${NAMED}`,
		).all(projectId) as ListedProject['owners'];
		const more = this.#prepare(
			`SELECT (SELECT count(*) FROM members WHERE project_id = ?1) AS members,
				(SELECT changed_at FROM project_activity WHERE project_id = ?1) AS changed_at`,
		).get(projectId);
		const changedAt = more?.['changed_at'] ?? null;
		return {
			projectId,
			title: this.title(projectId as ProjectId),
			owners,
			members: Number(more?.['members']),
			createdAt: Number(row['created_at']),
			changedAt: changedAt === null ? null : Number(changedAt),
		};
	}
}

/** Their handles, with spaces between them. */
const OWNERS = `(SELECT group_concat(handle, ' ') FROM members JOIN users ON users.id = user_id
	WHERE project_id = projects.id AND members.role = 'owner') AS owners`;

const placeOf = (row: Row): ProjectPlace => [Number(row['created_at']), String(row['id'])];

function fits({ id, title, owners }: Row, search: string): boolean {
	const words = search.toLowerCase();
	if (id === search || (typeof title === 'string' && title.toLowerCase().includes(words))) return true;
	return typeof owners === 'string' && owners.split(' ').some((handle) => handle.startsWith(words));
}
