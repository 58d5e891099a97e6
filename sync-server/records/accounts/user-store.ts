import type { SQLOutputValue } from 'node:sqlite';
import type { GlobalRole } from '#lib/protocol/global-permissions.ts';
import type { RecordsContext } from '../module.ts';

export type User = {
	readonly userId: string;
	readonly handle: string;
	readonly displayName: string;
	readonly role: GlobalRole;
	readonly createdAt: number;
	readonly suspendedAt: number | null;
	readonly suspendedFor: string | null;
};

/** By what people are looked for; everything given has to hold. */
export type UserFilter = {
	/** How their handle begins. */
	readonly handle?: string | undefined;
	readonly role?: GlobalRole | undefined;
	readonly state?: 'active' | 'suspended' | undefined;
};

export type Password = {
	readonly hash: string;
	readonly changedAt: number;
	/** When it last let somebody in; null when it never did. */
	readonly usedAt: number | null;
};

/** Who has an account, and their passwords. Statements only: whoever calls makes the transaction. */
export class UserStore {
	readonly #prepare: RecordsContext['prepare'];

	constructor({ prepare }: Pick<RecordsContext, 'prepare'>) {
		this.#prepare = prepare;
	}

	/** Whether it went in: not where the handle is taken. Throws for the id of somebody who was erased. */
	add(user: Pick<User, 'userId' | 'handle' | 'displayName' | 'role' | 'createdAt'>): boolean {
		const { changes } = this.#prepare(
			`INSERT INTO users (id, handle, display_name, role, created_at) VALUES (?, ?, ?, ?, ?)
				ON CONFLICT (handle) DO NOTHING`,
		).run(user.userId, user.handle, user.displayName, user.role, user.createdAt);
		return changes === 1;
	}

	read(userId: string): User | null {
		const row = this.#prepare('SELECT * FROM users WHERE id = ?').get(userId);
		return row ? parseUser(row) : null;
	}

	byHandle(handle: string): User | null {
		const row = this.#prepare('SELECT * FROM users WHERE handle = ?').get(handle);
		return row ? parseUser(row) : null;
	}

	/** By handle, those after `after` that fit, with when they were last seen. */
	page(
		{ handle: prefix = '', role, state }: UserFilter,
		after: string,
		limit: number,
	): (User & { readonly seenAt: number | null })[] {
		const conditions = [
			...(role ? ['role = ?'] : []),
			...(state ? [`suspended_at IS ${state === 'suspended' ? 'NOT ' : ''}NULL`] : []),
			'handle > ? AND handle >= ? AND handle < ?',
		];
		const rows = this.#prepare(
			`SELECT users.*, (SELECT max(seen_at) FROM sessions WHERE user_id = users.id) AS seen_at
				FROM users WHERE ${conditions.join(' AND ')} ORDER BY handle LIMIT ?`,
		)
			// "{" is the next after the last letter a handle may have.
			.all(...(role ? [role] : []), after, prefix, `${prefix}{`, limit);
		return rows.map((row) => ({ ...parseUser(row), seenAt: numberOrNull(row['seen_at']) }));
	}

	hasRole(role: GlobalRole): boolean {
		return this.#prepare('SELECT 1 FROM users WHERE role = ? LIMIT 1').get(role) !== undefined;
	}

	/** Whether somebody else than this one has the role and may come in. */
	hasOther(role: GlobalRole, userId: string): boolean {
		const query = 'SELECT 1 FROM users WHERE role = ? AND id <> ? AND suspended_at IS NULL LIMIT 1';
		return this.#prepare(query).get(role, userId) !== undefined;
	}

	/** Whether it was changed: not where another has the handle. */
	change(userId: string, { handle, displayName }: Pick<User, 'handle' | 'displayName'>): boolean {
		const { changes } = this.#prepare(
			`UPDATE OR IGNORE users SET handle = ?, display_name = ? WHERE id = ?`,
		).run(handle, displayName, userId);
		return changes === 1;
	}

	setRole(userId: string, role: GlobalRole): void {
		this.#prepare('UPDATE users SET role = ? WHERE id = ?').run(role, userId);
	}

	suspend(userId: string, at: number | null, reason: string | null): void {
		this.#prepare('UPDATE users SET suspended_at = ?, suspended_for = ? WHERE id = ?').run(
			at,
			reason,
			userId,
		);
	}

	/** Everything of theirs in these tables goes with them. */
	erase(userId: string, at: number): void {
		this.#prepare('INSERT INTO tombstones (user_id, erased_at) VALUES (?, ?)').run(userId, at);
		this.#prepare('DELETE FROM users WHERE id = ?').run(userId);
	}

	password(userId: string): Password | null {
		const row = this.#prepare('SELECT * FROM passwords WHERE user_id = ?').get(userId);
		return row
			? {
					hash: String(row['hash']),
					changedAt: Number(row['changed_at']),
					usedAt: numberOrNull(row['used_at']),
				}
			: null;
	}

	setPassword(userId: string, hash: string, at: number): void {
		this.#prepare(
			`INSERT INTO passwords (user_id, hash, changed_at) VALUES (?, ?, ?)
				ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at`,
		).run(userId, hash, at);
	}

	/** Notes that it let somebody in. */
	usePassword(userId: string, at: number): void {
		this.#prepare('UPDATE passwords SET used_at = ? WHERE user_id = ?').run(at, userId);
	}

	/** The same password under newer parameters: only if it was not changed meanwhile. */
	rehash(userId: string, before: string, hash: string): void {
		this.#prepare('UPDATE passwords SET hash = ? WHERE user_id = ? AND hash = ?').run(hash, userId, before);
	}

	removePassword(userId: string): boolean {
		return this.#prepare('DELETE FROM passwords WHERE user_id = ?').run(userId).changes === 1;
	}
}

function parseUser(row: Record<string, SQLOutputValue>): User {
	const suspendedFor = row['suspended_for'];
	return {
		userId: String(row['id']),
		handle: String(row['handle']),
		displayName: String(row['display_name']),
		role: row['role'] as GlobalRole,
		createdAt: Number(row['created_at']),
		suspendedAt: numberOrNull(row['suspended_at']),
		suspendedFor: typeof suspendedFor === 'string' ? suspendedFor : null,
	};
}

const numberOrNull = (value: SQLOutputValue | undefined): number | null =>
	value === null || value === undefined ? null : Number(value);
