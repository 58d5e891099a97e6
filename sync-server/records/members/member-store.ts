import { timingSafeEqual } from 'node:crypto';
import type { SQLOutputValue } from 'node:sqlite';
import type { ProjectId } from '#lib/base/ids.ts';
import type { ProjectRole } from '#lib/protocol/permissions.ts';
import type { RecordsContext } from '../module.ts';
import { noteGrantChange } from './grant-changes.ts';

type Row = Record<string, SQLOutputValue>;

export type MemberRecord = {
	readonly projectId: ProjectId;
	readonly userId: string;
	readonly role: ProjectRole;
	readonly since: number;
	readonly addedBy: string | null;
};

export type ProjectRecord = {
	readonly claimHash: Uint8Array;
	readonly handedOn: boolean;
	readonly deleted: boolean;
};

/** Projects and their members. Statements only: whoever calls makes the transaction. */
export class MemberStore {
	readonly #context: Pick<RecordsContext, 'prepare'>;
	readonly #prepare: RecordsContext['prepare'];

	constructor(context: Pick<RecordsContext, 'prepare'>) {
		this.#context = context;
		this.#prepare = context.prepare;
	}

	project(projectId: ProjectId): ProjectRecord | null {
		const row = this.#prepare('SELECT * FROM projects WHERE id = ?').get(projectId);
		if (!row) return null;
		return {
			claimHash: row['claim_hash'] as Uint8Array,
			handedOn: row['claim_ended_at'] !== null,
			deleted: row['deleted_at'] !== null,
		};
	}

	addProject(projectId: ProjectId, claimHash: Uint8Array, at: number): void {
		this.#prepare('INSERT INTO projects (id, claim_hash, created_at) VALUES (?, ?, ?)').run(
			projectId,
			claimHash,
			at,
		);
	}

	role(projectId: ProjectId, userId: string): ProjectRole | null {
		const row = this.#prepare('SELECT role FROM members WHERE project_id = ? AND user_id = ?').get(
			projectId,
			userId,
		);
		return row ? (row['role'] as ProjectRole) : null;
	}

	read(projectId: ProjectId, userId: string): MemberRecord | null {
		const row = this.#prepare('SELECT * FROM members WHERE project_id = ? AND user_id = ?').get(
			projectId,
			userId,
		);
		return row ? parseMember(row) : null;
	}

	/** By time; those behind this place. */
	page(projectId: ProjectId, [since, userId]: readonly [number, string], limit: number): MemberRecord[] {
		return this.#prepare(
			`SELECT * FROM members WHERE project_id = ? AND (since, user_id) > (?, ?)
				ORDER BY since, user_id LIMIT ?`,
		)
			.all(projectId, since, userId, limit)
			.map(parseMember);
	}

	/** The projects of somebody, by time, with what they are called. */
	projectsOf(
		userId: string,
		[since, projectId]: readonly [number, string],
		limit: number,
	): (MemberRecord & { readonly title: string | null })[] {
		return this.#prepare(
			`SELECT members.*, title FROM members LEFT JOIN project_titles USING (project_id)
				WHERE user_id = ? AND (since, project_id) > (?, ?) ORDER BY since, project_id LIMIT ?`,
		)
			.all(userId, since, projectId, limit)
			.map((row) => ({ ...parseMember(row), title: row['title'] as string | null }));
	}

	countMembers(projectId: ProjectId): number {
		const row = this.#prepare('SELECT count(*) AS count FROM members WHERE project_id = ?').get(projectId);
		return Number(row?.['count']);
	}

	countProjects(userId: string): number {
		const row = this.#prepare('SELECT count(*) AS count FROM members WHERE user_id = ?').get(userId);
		return Number(row?.['count']);
	}

	/** An owner other than this person; null when there is none. */
	otherOwner(projectId: ProjectId, userId: string): string | null {
		const row = this.#prepare(
			"SELECT user_id FROM members WHERE project_id = ? AND role = 'owner' AND user_id <> ? LIMIT 1",
		).get(projectId, userId);
		return row ? String(row['user_id']) : null;
	}

	/** The one who comes next when the owner goes: the highest role, and the longest there. */
	heir(projectId: ProjectId, userId: string): MemberRecord | null {
		const row = this.#prepare(
			`SELECT * FROM members WHERE project_id = ? AND user_id <> ?
				ORDER BY CASE role WHEN 'owner' THEN 0 WHEN 'editor' THEN 1 WHEN 'commenter' THEN 2 WHEN 'viewer' THEN 3 ELSE 4 END,
				since, user_id LIMIT 1`,
		).get(projectId, userId);
		return row ? parseMember(row) : null;
	}

	/** Adds somebody, or changes the role they have. What an account owns is no claim's any more. */
	put({ projectId, userId, role, since, addedBy }: MemberRecord, at: number): void {
		this.#prepare(
			`INSERT INTO members (project_id, user_id, role, since, added_by) VALUES (?, ?, ?, ?, ?)
				ON CONFLICT DO UPDATE SET role = excluded.role`,
		).run(projectId, userId, role, since, addedBy);
		noteGrantChange(this.#context, projectId, userId, at);
		if (role === 'owner') this.#endClaim(projectId, at);
	}

	remove(projectId: ProjectId, userId: string, at: number): boolean {
		const { changes } = this.#prepare('DELETE FROM members WHERE project_id = ? AND user_id = ?').run(
			projectId,
			userId,
		);
		if (changes === 0) return false;
		noteGrantChange(this.#context, projectId, userId, at);
		return true;
	}

	/** Notes that an owner removed or lowered somebody. */
	noteDismissal(projectId: ProjectId, userId: string, at: number): void {
		this.#prepare('INSERT OR REPLACE INTO dismissals (project_id, user_id, at) VALUES (?, ?, ?)').run(
			projectId,
			userId,
			at,
		);
	}

	/** Whether an owner removed or lowered somebody at this time or later. */
	wasDismissedSince(projectId: ProjectId, userId: string, since: number): boolean {
		const found = 'SELECT 1 FROM dismissals WHERE project_id = ? AND user_id = ? AND at >= ?';
		return this.#prepare(found).get(projectId, userId, since) !== undefined;
	}

	/** By project; those behind this one. */
	dismissalsOf(
		userId: string,
		after: string,
		limit: number,
	): { readonly projectId: string; readonly at: number }[] {
		return this.#prepare(
			'SELECT * FROM dismissals WHERE user_id = ? AND project_id > ? ORDER BY project_id LIMIT ?',
		)
			.all(userId, after, limit)
			.map((row) => ({ projectId: String(row['project_id']), at: Number(row['at']) }));
	}

	eraseDismissals(userId: string): void {
		this.#prepare('DELETE FROM dismissals WHERE user_id = ?').run(userId);
	}

	title(projectId: ProjectId): string | null {
		const row = this.#prepare('SELECT title FROM project_titles WHERE project_id = ?').get(projectId);
		return row ? String(row['title']) : null;
	}

	setTitle(projectId: ProjectId, title: string, at: number): void {
		this.#prepare('INSERT OR REPLACE INTO project_titles (project_id, title, told_at) VALUES (?, ?, ?)').run(
			projectId,
			title,
			at,
		);
	}

	/** Leaves of a project only that it is never here again; its content goes by `purges`. */
	entomb(projectId: ProjectId, at: number): void {
		this.#prepare(
			'UPDATE projects SET deleted_at = ?, claim_ended_at = coalesce(claim_ended_at, ?) WHERE id = ?',
		).run(at, at, projectId);
		for (const table of [
			'members',
			'dismissals',
			'invitations',
			'join_requests',
			'project_titles',
			'links',
		]) {
			this.#prepare(`DELETE FROM ${table} WHERE project_id = ?`).run(projectId);
		}
		this.#prepare('INSERT OR REPLACE INTO purges (project_id, due_at, again) VALUES (?, ?, 1)').run(
			projectId,
			at,
		);
		noteGrantChange(this.#context, projectId, null, at);
	}

	duePurges(at: number): { readonly projectId: ProjectId; readonly again: boolean }[] {
		return this.#prepare('SELECT * FROM purges WHERE due_at <= ?')
			.all(at)
			.map((row) => ({ projectId: row['project_id'] as ProjectId, again: row['again'] === 1 }));
	}

	/** `againAt` null: there will be nothing more to remove. */
	purged(projectId: ProjectId, againAt: number | null): void {
		if (againAt === null) this.#prepare('DELETE FROM purges WHERE project_id = ?').run(projectId);
		else
			this.#prepare('UPDATE purges SET due_at = ?, again = 0 WHERE project_id = ?').run(againAt, projectId);
	}

	/** From now on only accounts own it. */
	#endClaim(projectId: ProjectId, at: number): void {
		const { changes } = this.#prepare(
			'UPDATE projects SET claim_ended_at = ? WHERE id = ? AND claim_ended_at IS NULL',
		).run(at, projectId);
		if (changes > 0) noteGrantChange(this.#context, projectId, null, at);
	}
}

function parseMember(row: Row): MemberRecord {
	return {
		projectId: row['project_id'] as ProjectId,
		userId: String(row['user_id']),
		role: row['role'] as ProjectRole,
		since: Number(row['since']),
		addedBy: row['added_by'] as string | null,
	};
}

/** Whether the project is this claim's. */
export const isClaimOf = ({ claimHash }: ProjectRecord, hash: Uint8Array): boolean =>
	claimHash.byteLength === hash.byteLength && timingSafeEqual(claimHash, hash);
