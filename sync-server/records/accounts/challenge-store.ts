import { createHash } from 'node:crypto';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import type { RecordsContext } from '../module.ts';

export type Purpose = 'passkey-add' | 'passkey-sign-in' | 'provider' | 'provider-new';

/** More at once than people make. Who floods gets "unavailable" for some minutes, and does not take all there are. */
const MAX_CHALLENGES = 50_000;
export const MAX_OF_NETWORK = 500;

/** What somebody is told for whom there is no place. */
export const TOO_MANY_OPEN: ProtocolError = {
	code: 'unavailable',
	message: 'Too many people are signing in just now. Try again in a moment',
	retryAfter: 60,
};

type Challenge = {
	readonly purpose: Purpose;
	/** Who may answer it; null for anybody. */
	readonly userId: string | null;
	readonly payload: object;
	readonly network: string;
	readonly now: number;
	readonly until: number;
};

/** What a browser was asked and may answer once, for a few minutes. Kept by the hash of a secret only it has. */
export class ChallengeStore {
	readonly #prepare: RecordsContext['prepare'];

	constructor({ prepare }: Pick<RecordsContext, 'prepare'>) {
		this.#prepare = prepare;
	}

	/** False when too many are open, of this network or in all. */
	add(secret: string, { purpose, userId, payload, network, now, until }: Challenge): boolean {
		this.#prepare('DELETE FROM challenges WHERE expires_at <= ?').run(now);
		const { changes } = this.#prepare(
			`INSERT INTO challenges (hash, purpose, user_id, payload, expires_at, network) SELECT ?, ?, ?, ?, ?, ?
				WHERE (SELECT count(*) FROM challenges) < ${MAX_CHALLENGES}
				AND (SELECT count(*) FROM challenges WHERE network = ?) < ${MAX_OF_NETWORK}`,
		).run(hashOf(secret), purpose, userId, JSON.stringify(payload), until, network, network);
		return changes === 1;
	}

	/** Takes it away: the second who comes with the same finds nothing, nor does who comes late. */
	take(
		secret: string,
		purpose: Purpose,
		now: number,
	): { readonly userId: string | null; readonly payload: unknown } | null {
		const row = this.#prepare(
			'DELETE FROM challenges WHERE hash = ? AND purpose = ? RETURNING user_id, payload, expires_at',
		).get(hashOf(secret), purpose);
		if (!row || Number(row['expires_at']) <= now) return null;
		const userId = row['user_id'];
		return {
			userId: typeof userId === 'string' ? userId : null,
			payload: JSON.parse(String(row['payload'])) as unknown,
		};
	}
}

const hashOf = (secret: string): Uint8Array => createHash('sha256').update(secret).digest();
