import { timingSafeEqual } from 'node:crypto';
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { LinkId, ProjectId } from '#lib/base/ids.ts';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import type { LinkRole } from '#lib/protocol/api.ts';
import type { GrantChange, LinkRecord, ProjectRecords, Standing } from '../project-records.ts';
import { inTransaction } from './database.ts';

export class SqliteProjectRecords implements ProjectRecords {
	#database: DatabaseSync;

	constructor(database: DatabaseSync) {
		this.#database = database;
	}

	async claim(projectId: ProjectId, claimHash: Uint8Array, at: number): ReturnType<ProjectRecords['claim']> {
		return inTransaction(this.#database, () => {
			const found = this.#database.prepare('SELECT * FROM projects WHERE id = ?').get(projectId);
			if (found) {
				const owned = timingSafeEqual(found['claim_hash'] as Uint8Array, claimHash);
				return owned ? readStanding(found) : 'taken';
			}
			this.#database
				.prepare('INSERT INTO projects (id, claim_hash, created_at) VALUES (?, ?, ?)')
				.run(projectId, claimHash, at);
			return 'claimed';
		});
	}

	async standing(projectId: ProjectId): Promise<Standing | null> {
		const row = this.#database.prepare('SELECT * FROM projects WHERE id = ?').get(projectId);
		return row ? readStanding(row) : null;
	}

	async grantChanges(after: number | null, since: number): Promise<readonly GrantChange[]> {
		const rows =
			after === null
				? this.#database.prepare('SELECT * FROM grant_changes WHERE at >= ? ORDER BY change').all(since)
				: this.#database.prepare('SELECT * FROM grant_changes WHERE change > ? ORDER BY change').all(after);
		return rows.map((row) => ({
			number: Number(row['change']),
			projectId: row['project_id'] as ProjectId,
			userId: row['user_id'] as string | null,
		}));
	}

	async addLink(link: LinkRecord, note?: () => void): Promise<void> {
		inTransaction(this.#database, () => {
			this.#database
				.prepare('INSERT INTO links (id, project_id, role, created_at, revoked_at) VALUES (?, ?, ?, ?, ?)')
				.run(link.linkId, link.projectId, link.role, link.createdAt, link.revokedAt);
			note?.();
		});
	}

	async liveLinks(projectId: ProjectId): Promise<readonly LinkRecord[]> {
		const rows = this.#database
			.prepare('SELECT * FROM links WHERE project_id = ? AND revoked_at IS NULL ORDER BY created_at, id')
			.all(projectId);
		return rows.map(parseLink);
	}

	async link(linkId: LinkId): Promise<LinkRecord | null> {
		const row = this.#database.prepare('SELECT * FROM links WHERE id = ?').get(linkId);
		return row ? parseLink(row) : null;
	}

	async revokeLink(projectId: ProjectId, linkId: LinkId, at: number, note?: () => void): Promise<boolean> {
		return inTransaction(this.#database, () => {
			const { changes } = this.#database
				.prepare('UPDATE links SET revoked_at = coalesce(revoked_at, ?) WHERE id = ? AND project_id = ?')
				.run(at, linkId, projectId);
			if (Number(changes) === 0) return false;
			note?.();
			return true;
		});
	}

	async revokedSince(at: number): Promise<readonly LinkId[]> {
		const rows = this.#database.prepare('SELECT id FROM links WHERE revoked_at >= ?').all(at);
		return rows.map((row) => row['id'] as LinkId);
	}

	async epoch({ projectId, documentId }: DocumentAddress): Promise<number> {
		const row = this.#database
			.prepare('SELECT epoch FROM document_epochs WHERE project_id = ? AND document_id = ?')
			.get(projectId, documentId);
		return Number(row?.['epoch'] ?? 0);
	}

	async setEpoch({ projectId, documentId }: DocumentAddress, epoch: number): Promise<void> {
		this.#database
			.prepare('INSERT OR REPLACE INTO document_epochs (project_id, document_id, epoch) VALUES (?, ?, ?)')
			.run(projectId, documentId, epoch);
	}
}

function readStanding(row: Record<string, SQLOutputValue>): Standing {
	if (row['deleted_at'] !== null) return 'deleted';
	return row['claim_ended_at'] === null ? 'claimed' : 'handed-on';
}

function parseLink(row: Record<string, SQLOutputValue>): LinkRecord {
	return {
		linkId: row['id'] as LinkId,
		projectId: row['project_id'] as ProjectId,
		role: row['role'] as LinkRole,
		createdAt: Number(row['created_at']),
		revokedAt: row['revoked_at'] === null ? null : Number(row['revoked_at']),
	};
}
