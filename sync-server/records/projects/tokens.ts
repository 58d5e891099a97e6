import {
	decodeJwt,
	exportJWK,
	generateKeyPair,
	importJWK,
	jwtVerify,
	SignJWT,
	type CryptoKey,
	type JWK,
} from 'jose';
import { parseLinkId, parseProjectId, type LinkId, type ProjectId } from '#lib/base/ids.ts';
import { PROJECT_ROLES, type ProjectRole } from '#lib/protocol/permissions.ts';

/** What a token says. It is only believed together with the records: links can be revoked. */
export type TokenClaims = {
	readonly projectId: ProjectId;
	readonly role: ProjectRole;
	/** Null in the owner's own token, and in those of accounts. */
	readonly linkId: LinkId | null;
	/** The account and session it was given to; null in the tokens of links and of the owner by claim. */
	readonly account: { readonly userId: string; readonly sessionId: string } | null;
	/** Milliseconds; kept to the second. */
	readonly issuedAt: number;
	/** Milliseconds, to the second; null: as long as the records say so. */
	readonly expiresAt: number | null;
};

const ALGORITHM = 'EdDSA';
const ISSUER = 'rastudios';

export const MAX_TOKEN_LENGTH = 2048;

/** Makes the secret that signs this server's tokens. */
export async function createSigningKey(): Promise<JWK> {
	const { privateKey } = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true });
	return exportJWK(privateKey);
}

/** Signs and reads tokens with one key. The same claims give the same token. */
export class Tokens {
	#privateKey: CryptoKey;
	#publicKey: CryptoKey;

	private constructor(privateKey: CryptoKey, publicKey: CryptoKey) {
		this.#privateKey = privateKey;
		this.#publicKey = publicKey;
	}

	/** Throws when this is not an Ed25519 private key. */
	static async fromSigningKey(key: JWK): Promise<Tokens> {
		const { kty, crv, x, d } = key;
		if (kty !== 'OKP' || crv !== 'Ed25519' || !x || !d) throw new Error('not an Ed25519 private key');
		const privateKey = await importJWK({ kty, crv, x, d }, ALGORITHM);
		const publicKey = await importJWK({ kty, crv, x }, ALGORITHM);
		return new Tokens(privateKey as CryptoKey, publicKey as CryptoKey);
	}

	sign(claims: TokenClaims): Promise<string> {
		const body = {
			prj: claims.projectId,
			role: claims.role,
			...(claims.linkId === null ? {} : { lnk: claims.linkId }),
			...(claims.account === null ? {} : { sub: claims.account.userId, sid: claims.account.sessionId }),
		};
		const { expiresAt } = claims;
		const jwt = new SignJWT(body)
			.setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
			.setIssuer(ISSUER)
			.setIssuedAt(Math.floor(claims.issuedAt / 1000));
		if (expiresAt !== null) jwt.setExpirationTime(Math.floor(expiresAt / 1000));
		return jwt.sign(this.#privateKey);
	}

	/** The claims, expired or not, or null for anything this server did not sign. */
	async read(token: string): Promise<TokenClaims | null> {
		if (token.length > MAX_TOKEN_LENGTH) return null;
		try {
			const { payload } = await jwtVerify(token, this.#publicKey, {
				algorithms: [ALGORITHM],
				issuer: ISSUER,
				// Whether it is over is asked of the server's own clock, and said by name.
				currentDate: new Date(0),
			});
			const projectId = parseProjectId(payload['prj']);
			const role = PROJECT_ROLES.find((name) => name === payload['role']);
			const linkId = payload['lnk'] === undefined ? null : parseLinkId(payload['lnk']);
			if (!projectId.ok || !role || linkId?.ok === false) return null;
			const { sub: userId, sid: sessionId } = payload;
			// Of an account by all of its marks, or by none.
			if ((userId === undefined) !== (sessionId === undefined)) return null;
			return {
				projectId: projectId.value,
				role,
				linkId: linkId === null ? null : linkId.value,
				account: userId === undefined ? null : { userId, sessionId: String(sessionId) },
				issuedAt: (payload.iat ?? 0) * 1000,
				expiresAt: payload.exp === undefined ? null : payload.exp * 1000,
			};
		} catch {
			return null; // every failure means the same: not one of ours
		}
	}
}

/** The project a token says it is for, true or not: to tell its bearer which token was refused. */
export function claimedProject(token: string): string {
	if (token.length > MAX_TOKEN_LENGTH) return '';
	try {
		const projectId = parseProjectId(decodeJwt(token)['prj']);
		return projectId.ok ? projectId.value : '';
	} catch {
		return ''; // not a token at all
	}
}
