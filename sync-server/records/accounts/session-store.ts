import type { SQLOutputValue } from 'node:sqlite';
import type { GlobalRole } from '#lib/protocol/global-permissions.ts';
import type { RecordsContext } from '../module.ts';

export type SessionRecord = {
	readonly sessionId: string;
	readonly userId: string;
	readonly device: string;
	readonly method: string;
	/** The network, not the very address. */
	readonly address: string;
	readonly createdAt: number;
	readonly seenAt: number;
	/** When they last proved who they are. */
	readonly provedAt: number;
	/** However much it is used. */
	readonly expiresAt: number;
};

export type Family = {
	readonly sessionId: string;
	readonly tokenHash: Uint8Array;
	readonly previousHash: Uint8Array | null;
	readonly rotatedAt: number;
};

export type Standing = {
	readonly session: SessionRecord;
	readonly role: GlobalRole;
	readonly suspended: boolean;
};

/** Sessions and their families of refresh tokens. A session that ended is not there. */
export class SessionStore {
	readonly #prepare: RecordsContext['prepare'];

	constructor({ prepare }: Pick<RecordsContext, 'prepare'>) {
		this.#prepare = prepare;
	}

	add(session: SessionRecord, familyHash: Uint8Array, tokenHash: Uint8Array): void {
		this.#prepare('INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
			session.sessionId,
			session.userId,
			session.device,
			session.method,
			session.address,
			session.createdAt,
			session.seenAt,
			session.provedAt,
			session.expiresAt,
		);
		this.#prepare('INSERT INTO refresh_families VALUES (?, ?, ?, NULL, ?)').run(
			familyHash,
			session.sessionId,
			tokenHash,
			session.createdAt,
		);
	}

	/** Ends those of a user that were not used for longest, so that there are so many beside this one. */
	trim(userId: string, sessionId: string, beside: number): string[] {
		return this.#prepare(
			`DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE user_id = ? AND id <> ?
				ORDER BY seen_at DESC LIMIT -1 OFFSET ?) RETURNING id`,
		)
			.all(userId, sessionId, beside)
			.map(({ id }) => String(id));
	}

	/** The session with what its user may do. */
	read(sessionId: string): Standing | null {
		const row = this.#prepare(
			`SELECT sessions.*, users.role, users.suspended_at FROM sessions
				JOIN users ON users.id = sessions.user_id WHERE sessions.id = ?`,
		).get(sessionId);
		if (!row) return null;
		return {
			session: parseSession(row),
			role: row['role'] as GlobalRole,
			suspended: row['suspended_at'] !== null,
		};
	}

	family(familyHash: Uint8Array): Family | null {
		const row = this.#prepare('SELECT * FROM refresh_families WHERE family_hash = ?').get(familyHash);
		if (!row) return null;
		return {
			sessionId: String(row['session_id']),
			tokenHash: row['token_hash'] as Uint8Array,
			previousHash: row['previous_hash'] as Uint8Array | null,
			rotatedAt: Number(row['rotated_at']),
		};
	}

	rotate(familyHash: Uint8Array, tokenHash: Uint8Array, at: number): void {
		this.#prepare(
			`UPDATE refresh_families SET previous_hash = token_hash, token_hash = ?, rotated_at = ?
				WHERE family_hash = ?`,
		).run(tokenHash, at, familyHash);
	}

	seen(sessionId: string, at: number, address: string): void {
		this.#prepare('UPDATE sessions SET seen_at = ?, address = ? WHERE id = ?').run(at, address, sessionId);
	}

	proved(sessionId: string, at: number): void {
		this.#prepare('UPDATE sessions SET proved_at = ? WHERE id = ?').run(at, sessionId);
	}

	/** The user's sessions, the one last seen first. */
	of(userId: string): SessionRecord[] {
		const rows = this.#prepare('SELECT * FROM sessions WHERE user_id = ? ORDER BY seen_at DESC, id').all(
			userId,
		);
		return rows.map(parseSession);
	}

	/** Whether the user is signed in from this network, which a stranger is not likely to be in. */
	isKnownAddress(userId: string, address: string): boolean {
		const query = 'SELECT 1 FROM sessions WHERE user_id = ? AND address = ? LIMIT 1';
		return this.#prepare(query).get(userId, address) !== undefined;
	}

	remove(sessionId: string): boolean {
		return this.#prepare('DELETE FROM sessions WHERE id = ?').run(sessionId).changes === 1;
	}

	/** All of a user but one, or all. Returns those that were. */
	removeAll(userId: string, but: string | null): string[] {
		const rows = this.#prepare('DELETE FROM sessions WHERE user_id = ? AND id IS NOT ? RETURNING id').all(
			userId,
			but,
		);
		return rows.map((row) => String(row['id']));
	}

	sweep(now: number, idleMs: number): void {
		this.#prepare('DELETE FROM sessions WHERE expires_at <= ? OR seen_at <= ?').run(now, now - idleMs);
	}
}

function parseSession(row: Record<string, SQLOutputValue>): SessionRecord {
	return {
		sessionId: String(row['id']),
		userId: String(row['user_id']),
		device: String(row['device']),
		method: String(row['method']),
		address: String(row['address']),
		createdAt: Number(row['created_at']),
		seenAt: Number(row['seen_at']),
		provedAt: Number(row['proved_at']),
		expiresAt: Number(row['expires_at']),
	};
}
