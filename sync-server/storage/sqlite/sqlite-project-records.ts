import { timingSafeEqual } from 'node:crypto';
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { LinkId, ProjectId } from '#lib/base/ids.ts';
import type { LinkRole } from '#lib/protocol/api.ts';
import type { LinkRecord, ProjectRecords } from '../project-records.ts';
import { inTransaction } from './database.ts';

export class SqliteProjectRecords implements ProjectRecords {
	#database: DatabaseSync;

	constructor(database: DatabaseSync) {
		this.#database = database;
	}

	async claim(projectId: ProjectId, claimHash: Uint8Array, at: number): Promise<'claimed' | 'taken'> {
		return inTransaction(this.#database, () => {
			const found = this.#database.prepare('SELECT claim_hash FROM projects WHERE id = ?').get(projectId);
			if (found) {
				const owned = timingSafeEqual(found['claim_hash'] as Uint8Array, claimHash);
				return owned ? 'claimed' : 'taken';
			}
			this.#database
				.prepare('INSERT INTO projects (id, claim_hash, created_at) VALUES (?, ?, ?)')
				.run(projectId, claimHash, at);
			return 'claimed';
		});
	}

	async has(projectId: ProjectId): Promise<boolean> {
		return this.#database.prepare('SELECT 1 FROM projects WHERE id = ?').get(projectId) !== undefined;
	}

	async addLink(link: LinkRecord): Promise<void> {
		this.#database
			.prepare('INSERT INTO links (id, project_id, role, created_at, revoked_at) VALUES (?, ?, ?, ?, ?)')
			.run(link.linkId, link.projectId, link.role, link.createdAt, link.revokedAt);
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

	async revokeLink(projectId: ProjectId, linkId: LinkId, at: number): Promise<boolean> {
		const { changes } = this.#database
			.prepare('UPDATE links SET revoked_at = coalesce(revoked_at, ?) WHERE id = ? AND project_id = ?')
			.run(at, linkId, projectId);
		return Number(changes) > 0;
	}
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
