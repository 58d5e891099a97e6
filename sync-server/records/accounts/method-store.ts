import type { SQLOutputValue } from 'node:sqlite';
import type { RecordsContext } from '../module.ts';

export type Identity = {
	readonly identityId: string;
	readonly userId: string;
	readonly provider: string;
	readonly issuer: string;
	readonly subject: string;
	readonly name: string;
	readonly linkedAt: number;
	readonly usedAt: number | null;
};

export type Passkey = {
	readonly passkeyId: string;
	readonly userId: string;
	/** As the authenticator named it: base64url. */
	readonly credentialId: string;
	readonly publicKey: Uint8Array<ArrayBuffer>;
	readonly counter: number;
	readonly transports: readonly string[];
	/** The host it was made for. */
	readonly site: string;
	/** The page it was made on; null for those that were made before this was kept. */
	readonly origin: string | null;
	readonly name: string;
	readonly synced: boolean;
	readonly createdAt: number;
	readonly usedAt: number | null;
};

/** Ways to sign in beside a password. Statements only: whoever calls makes the transaction. */
export class MethodStore {
	readonly #prepare: RecordsContext['prepare'];

	constructor({ prepare }: Pick<RecordsContext, 'prepare'>) {
		this.#prepare = prepare;
	}

	/** How many ways in a user has: password, passkeys and identities together. */
	count(userId: string): number {
		const row = this.#prepare(
			`SELECT (SELECT count(*) FROM passwords WHERE user_id = ?1)
				+ (SELECT count(*) FROM passkeys WHERE user_id = ?1)
				+ (SELECT count(*) FROM identities WHERE user_id = ?1) AS ways`,
		).get(userId);
		return Number(row?.['ways']);
	}

	/** Whether it went in: not where somebody has this identity already. */
	addIdentity(identity: Identity): boolean {
		const { changes } = this.#prepare(
			`INSERT INTO identities (id, user_id, provider, issuer, subject, name, linked_at, used_at)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (issuer, subject) DO NOTHING`,
		).run(
			identity.identityId,
			identity.userId,
			identity.provider,
			identity.issuer,
			identity.subject,
			identity.name,
			identity.linkedAt,
			identity.usedAt,
		);
		return changes === 1;
	}

	identity(issuer: string, subject: string): Identity | null {
		const row = this.#prepare('SELECT * FROM identities WHERE issuer = ? AND subject = ?').get(
			issuer,
			subject,
		);
		return row ? parseIdentity(row) : null;
	}

	identitiesOf(userId: string): Identity[] {
		const rows = this.#prepare('SELECT * FROM identities WHERE user_id = ? ORDER BY linked_at, id').all(
			userId,
		);
		return rows.map(parseIdentity);
	}

	/** Notes that it let somebody in. */
	useIdentity(identityId: string, at: number): void {
		this.#prepare('UPDATE identities SET used_at = ? WHERE id = ?').run(at, identityId);
	}

	removeIdentity(userId: string, identityId: string): boolean {
		const query = 'DELETE FROM identities WHERE id = ? AND user_id = ?';
		return this.#prepare(query).run(identityId, userId).changes === 1;
	}

	/** Whether it went in: not where the credential is known already. */
	addPasskey(passkey: Passkey): boolean {
		const { changes } = this.#prepare(
			`INSERT INTO passkeys VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (credential_id) DO NOTHING`,
		).run(
			passkey.passkeyId,
			passkey.userId,
			passkey.credentialId,
			passkey.publicKey,
			passkey.counter,
			JSON.stringify(passkey.transports),
			passkey.site,
			passkey.name,
			passkey.synced ? 1 : 0,
			passkey.createdAt,
			passkey.usedAt,
			passkey.origin,
		);
		return changes === 1;
	}

	passkey(credentialId: string): Passkey | null {
		const row = this.#prepare('SELECT * FROM passkeys WHERE credential_id = ?').get(credentialId);
		return row ? parsePasskey(row) : null;
	}

	passkeysOf(userId: string): Passkey[] {
		const rows = this.#prepare('SELECT * FROM passkeys WHERE user_id = ? ORDER BY created_at, id').all(
			userId,
		);
		return rows.map(parsePasskey);
	}

	/** Notes a use. False when the counter had moved on meanwhile: two answers with one counter. */
	usePasskey(passkey: Passkey, counter: number, at: number): boolean {
		const { changes } = this.#prepare(
			'UPDATE passkeys SET counter = ?, used_at = ? WHERE id = ? AND counter = ?',
		).run(counter, at, passkey.passkeyId, passkey.counter);
		return changes === 1;
	}

	removePasskey(userId: string, passkeyId: string): boolean {
		const query = 'DELETE FROM passkeys WHERE id = ? AND user_id = ?';
		return this.#prepare(query).run(passkeyId, userId).changes === 1;
	}

	setRecoveryCodes(userId: string, hashes: readonly Uint8Array[]): void {
		this.#prepare('DELETE FROM recovery_codes WHERE user_id = ?').run(userId);
		const insert = this.#prepare('INSERT INTO recovery_codes VALUES (?, ?)');
		for (const hash of hashes) insert.run(userId, hash);
	}

	/** Whether it was one: it is gone now. */
	useRecoveryCode(userId: string, hash: Uint8Array): boolean {
		const query = 'DELETE FROM recovery_codes WHERE user_id = ? AND hash = ?';
		return this.#prepare(query).run(userId, hash).changes === 1;
	}

	recoveryCodesLeft(userId: string): number {
		const query = 'SELECT count(*) AS codes FROM recovery_codes WHERE user_id = ?';
		return Number(this.#prepare(query).get(userId)?.['codes']);
	}
}

function parseIdentity(row: Record<string, SQLOutputValue>): Identity {
	return {
		identityId: String(row['id']),
		userId: String(row['user_id']),
		provider: String(row['provider']),
		issuer: String(row['issuer']),
		subject: String(row['subject']),
		name: String(row['name']),
		linkedAt: Number(row['linked_at']),
		usedAt: row['used_at'] === null ? null : Number(row['used_at']),
	};
}

function parsePasskey(row: Record<string, SQLOutputValue>): Passkey {
	return {
		passkeyId: String(row['id']),
		userId: String(row['user_id']),
		credentialId: String(row['credential_id']),
		publicKey: new Uint8Array(row['public_key'] as Uint8Array),
		counter: Number(row['counter']),
		transports: JSON.parse(String(row['transports'])) as string[],
		site: String(row['site']),
		origin: row['origin'] === null ? null : String(row['origin']),
		name: String(row['name']),
		synced: row['synced'] === 1,
		createdAt: Number(row['created_at']),
		usedAt: row['used_at'] === null ? null : Number(row['used_at']),
	};
}
