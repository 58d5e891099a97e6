import type { SQLOutputValue } from 'node:sqlite';
import type { ProjectId } from '#lib/base/ids.ts';
import type { RecordsContext } from '../module.ts';
import { noteGrantChange } from './grant-changes.ts';

export type JoinRequestRecord = {
	readonly requestId: string;
	readonly projectId: ProjectId;
	readonly userId: string;
	readonly message: string;
	readonly createdAt: number;
	readonly declinedAt: number | null;
};

/** Who asked to join what. One person has one request for a project. */
export class JoinRequestStore {
	readonly #context: Pick<RecordsContext, 'prepare'>;
	readonly #prepare: RecordsContext['prepare'];

	constructor(context: Pick<RecordsContext, 'prepare'>) {
		this.#context = context;
		this.#prepare = context.prepare;
	}

	of(projectId: ProjectId, userId: string): JoinRequestRecord | null {
		const row = this.#prepare('SELECT * FROM join_requests WHERE project_id = ? AND user_id = ?').get(
			projectId,
			userId,
		);
		return row ? parse(row) : null;
	}

	/** One that waits for an answer. */
	find(projectId: ProjectId, requestId: string): JoinRequestRecord | null {
		const row = this.#prepare(
			'SELECT * FROM join_requests WHERE id = ? AND project_id = ? AND declined_at IS NULL',
		).get(requestId, projectId);
		return row ? parse(row) : null;
	}

	page(projectId: ProjectId, [createdAt, id]: readonly [number, string], limit: number): JoinRequestRecord[] {
		return this.#prepare(
			`SELECT * FROM join_requests WHERE project_id = ? AND declined_at IS NULL AND (created_at, id) > (?, ?)
				ORDER BY created_at, id LIMIT ?`,
		)
			.all(projectId, createdAt, id, limit)
			.map(parse);
	}

	/** Those that wait for an answer. */
	count(projectId: ProjectId): number {
		const row = this.#prepare(
			'SELECT count(*) AS count FROM join_requests WHERE project_id = ? AND declined_at IS NULL',
		).get(projectId);
		return Number(row?.['count']);
	}

	/** How many somebody sent since then, to whichever projects. */
	countBy(userId: string, since: number): number {
		const row = this.#prepare(
			'SELECT count(*) AS count FROM join_requests WHERE user_id = ? AND created_at > ?',
		).get(userId, since);
		return Number(row?.['count']);
	}

	put(request: JoinRequestRecord): void {
		this.#prepare(
			`INSERT OR REPLACE INTO join_requests (id, project_id, user_id, message, created_at, declined_at)
				VALUES (?, ?, ?, ?, ?, NULL)`,
		).run(request.requestId, request.projectId, request.userId, request.message, request.createdAt);
		noteGrantChange(this.#context, request.projectId, null, request.createdAt);
	}

	decline({ requestId, projectId }: JoinRequestRecord, at: number): void {
		this.#prepare('UPDATE join_requests SET declined_at = ? WHERE id = ?').run(at, requestId);
		noteGrantChange(this.#context, projectId, null, at);
	}

	/** They are in, or gone. */
	removeOf(projectId: ProjectId, userId: string): void {
		this.#prepare('DELETE FROM join_requests WHERE project_id = ? AND user_id = ?').run(projectId, userId);
	}

	/** Somebody's, by id; those behind this one. */
	by(userId: string, after: string, limit: number): JoinRequestRecord[] {
		return this.#prepare('SELECT * FROM join_requests WHERE user_id = ? AND id > ? ORDER BY id LIMIT ?')
			.all(userId, after, limit)
			.map(parse);
	}

	erase(userId: string, at: number): void {
		const theirs = this.#prepare('DELETE FROM join_requests WHERE user_id = ? RETURNING project_id').all(
			userId,
		);
		for (const { project_id: projectId } of theirs)
			noteGrantChange(this.#context, projectId as ProjectId, null, at);
	}
}

function parse(row: Record<string, SQLOutputValue>): JoinRequestRecord {
	const declinedAt = row['declined_at'];
	return {
		requestId: String(row['id']),
		projectId: row['project_id'] as ProjectId,
		userId: String(row['user_id']),
		message: String(row['message']),
		createdAt: Number(row['created_at']),
		declinedAt: typeof declinedAt === 'number' ? declinedAt : null,
	};
}
