import { createHash } from 'node:crypto';
import type { SQLOutputValue } from 'node:sqlite';
import type { ProjectId } from '#lib/base/ids.ts';
import type { LinkRole } from '#lib/protocol/api.ts';
import type { RecordsContext } from '../module.ts';
import { noteGrantChange } from './grant-changes.ts';

export type InvitationRecord = {
	readonly invitationId: string;
	readonly projectId: ProjectId;
	/** Whom; null: whoever has the token. */
	readonly userId: string | null;
	readonly role: LinkRole;
	readonly createdAt: number;
	readonly createdBy: string | null;
	readonly expiresAt: number | null;
	readonly usesLeft: number | null;
};

/** Of those of a project that ended, so many are kept, for who takes along what they got and made. */
const ENDED_KEPT = 200;
const HOLDS = 'ended_at IS NULL AND (expires_at IS NULL OR expires_at > ?)';

/** Invitations; of their tokens only hashes. Statements only: whoever calls makes the transaction. */
export class InvitationStore {
	readonly #context: Pick<RecordsContext, 'prepare'>;
	readonly #prepare: RecordsContext['prepare'];

	constructor(context: Pick<RecordsContext, 'prepare'>) {
		this.#context = context;
		this.#prepare = context.prepare;
	}

	/** One person has one invitation to a project: a newer one takes the place of the one before. */
	add(invitation: InvitationRecord, token: string | null): void {
		const { invitationId, projectId, userId, role, createdAt, createdBy, expiresAt, usesLeft } = invitation;
		if (userId !== null) this.endOf(projectId, userId, createdAt);
		this.#prepare(
			`INSERT INTO invitations (id, project_id, token_hash, user_id, role, created_at, created_by, expires_at, uses_left)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		).run(
			invitationId,
			projectId,
			token === null ? null : hash(token),
			userId,
			role,
			createdAt,
			createdBy,
			expiresAt,
			usesLeft,
		);
		noteGrantChange(this.#context, projectId, null, createdAt);
		this.#forgetEnded(projectId, createdAt);
	}

	#forgetEnded(projectId: ProjectId, now: number): void {
		this.#prepare(
			`UPDATE invitations SET ended_at = expires_at
				WHERE project_id = ? AND ended_at IS NULL AND expires_at <= ?`,
		).run(projectId, now);
		this.#prepare(
			`DELETE FROM invitations WHERE id IN (SELECT id FROM invitations
				WHERE project_id = ? AND ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT -1 OFFSET ${ENDED_KEPT})`,
		).run(projectId);
	}

	/** How many somebody made by name, for whichever projects, since then. */
	countMade(userId: string, since: number): number {
		const row = this.#prepare(
			'SELECT count(*) AS count FROM invitations WHERE created_by = ? AND created_at > ? AND user_id IS NOT NULL',
		).get(userId, since);
		return Number(row?.['count']);
	}

	/** Null for one that holds no more. */
	find(invitationId: string, now: number): InvitationRecord | null {
		const row = this.#prepare(`SELECT * FROM invitations WHERE id = ? AND ${HOLDS}`).get(invitationId, now);
		return row ? parse(row) : null;
	}

	findByToken(token: string, now: number): InvitationRecord | null {
		const row = this.#prepare(`SELECT * FROM invitations WHERE token_hash = ? AND ${HOLDS}`).get(
			hash(token),
			now,
		);
		return row ? parse(row) : null;
	}

	page(
		projectId: ProjectId,
		now: number,
		[createdAt, id]: readonly [number, string],
		limit: number,
	): InvitationRecord[] {
		return this.#prepare(
			`SELECT * FROM invitations WHERE project_id = ? AND ${HOLDS} AND (created_at, id) > (?, ?)
				ORDER BY created_at, id LIMIT ?`,
		)
			.all(projectId, now, createdAt, id, limit)
			.map(parse);
	}

	count(projectId: ProjectId, now: number): number {
		const row = this.#prepare(
			`SELECT count(*) AS count FROM invitations WHERE project_id = ? AND ${HOLDS}`,
		).get(projectId, now);
		return Number(row?.['count']);
	}

	/** Those to one person, by project. */
	received(userId: string, now: number, after: string, limit: number): InvitationRecord[] {
		return this.#prepare(
			`SELECT * FROM invitations WHERE user_id = ? AND ${HOLDS} AND project_id > ? ORDER BY project_id LIMIT ?`,
		)
			.all(userId, now, after, limit)
			.map(parse);
	}

	/** The one to a person for a project. */
	to(projectId: ProjectId, userId: string, now: number): InvitationRecord | null {
		const row = this.#prepare(
			`SELECT * FROM invitations WHERE project_id = ? AND user_id = ? AND ${HOLDS}`,
		).get(projectId, userId, now);
		return row ? parse(row) : null;
	}

	/** Takes one use off it. */
	use({ invitationId, projectId, usesLeft }: InvitationRecord, at: number): void {
		if (usesLeft === null) return;
		const ended = usesLeft <= 1 ? at : null;
		this.#prepare('UPDATE invitations SET uses_left = uses_left - 1, ended_at = ? WHERE id = ?').run(
			ended,
			invitationId,
		);
		noteGrantChange(this.#context, projectId, null, at);
	}

	/** Says whether there was such an invitation, ended or not: taking one back twice is fine. */
	end(projectId: ProjectId, invitationId: string, at: number): boolean {
		const { changes } = this.#prepare(
			'UPDATE invitations SET ended_at = coalesce(ended_at, ?) WHERE id = ? AND project_id = ?',
		).run(at, invitationId, projectId);
		if (changes > 0) noteGrantChange(this.#context, projectId, null, at);
		return changes === 1;
	}

	/** What one person was invited to by name: they are in, or will never be. */
	endOf(projectId: ProjectId, userId: string, at: number): void {
		this.#prepare(
			'UPDATE invitations SET ended_at = ? WHERE project_id = ? AND user_id = ? AND ended_at IS NULL',
		).run(at, projectId, userId);
	}

	/** Those that somebody got, or made, whatever became of them; by time, behind this place. */
	of(
		userId: string,
		[createdAt, id]: readonly [number, string],
		limit: number,
	): readonly (InvitationRecord & { readonly made: boolean })[] {
		const page = (column: string) =>
			`SELECT * FROM (SELECT * FROM invitations WHERE ${column} = ? AND (created_at, id) > (?, ?)
				ORDER BY created_at, id LIMIT ?)`;
		return this.#prepare(`${page('user_id')} UNION ${page('created_by')} ORDER BY created_at, id LIMIT ?`)
			.all(userId, createdAt, id, limit, userId, createdAt, id, limit, limit)
			.map((row) => ({ ...parse(row), made: row['created_by'] === userId }));
	}

	/** Takes somebody out of them. */
	erase(userId: string, at: number): void {
		const theirs = this.#prepare('DELETE FROM invitations WHERE user_id = ? RETURNING project_id').all(
			userId,
		);
		for (const { project_id: projectId } of theirs)
			noteGrantChange(this.#context, projectId as ProjectId, null, at);
		this.#prepare('UPDATE invitations SET created_by = NULL WHERE created_by = ?').run(userId);
	}
}

const hash = (token: string): Uint8Array => createHash('sha256').update(token).digest();

const numberOrNull = (value: SQLOutputValue | undefined): number | null =>
	value === null || value === undefined ? null : Number(value);

function parse(row: Record<string, SQLOutputValue>): InvitationRecord {
	return {
		invitationId: String(row['id']),
		projectId: row['project_id'] as ProjectId,
		userId: row['user_id'] as string | null,
		role: row['role'] as LinkRole,
		createdAt: Number(row['created_at']),
		createdBy: row['created_by'] as string | null,
		expiresAt: numberOrNull(row['expires_at']),
		usesLeft: numberOrNull(row['uses_left']),
	};
}
