import { createHmac, randomBytes } from 'node:crypto';
import {
	decodeProtectedHeader,
	exportJWK,
	generateKeyPair,
	importJWK,
	jwtVerify,
	SignJWT,
	type CryptoKey,
} from 'jose';
import * as v from 'valibot';

const ALGORITHM = 'EdDSA';
const TYPE = 'at+jwt';
const ISSUER = 'rastudios';
const AUDIENCE = 'account';
const DAY_MS = 24 * 60 * 60 * 1000;
/** A key signs for so long. */
const SIGNS_MS = 90 * DAY_MS;
/** No access token lives longer, so that a key which signs no more is needed no longer. */
export const MAX_ACCESS_MS = 60 * 60 * 1000;
const MAX_TOKEN_LENGTH = 2048;
/** Tokens whose signature is known to be good: 2 kB each at most, and mostly a quarter of that. */
const MAX_VERIFIED = 5_000;

/** Where the keys are kept: a text that only the server reads. */
export interface KeyFile {
	read(): string | null;
	write(text: string): void;
}

export type AccessClaims = {
	readonly userId: string;
	readonly sessionId: string;
	readonly expiresAt: number;
};

const PrivateKey = v.object({
	kty: v.literal('OKP'),
	crv: v.literal('Ed25519'),
	x: v.string(),
	d: v.string(),
});
const Keys = v.object({
	refresh: v.pipe(v.string(), v.minLength(43)),
	keys: v.array(v.object({ kid: v.string(), madeAt: v.number(), jwk: PrivateKey })),
});
type Stored = v.InferOutput<typeof Keys>;

type Key = {
	readonly kid: string;
	readonly madeAt: number;
	readonly sign: CryptoKey;
	readonly verify: CryptoKey;
};

/**
 * The keys of accounts. The newest signs access tokens; those before it are known until the last token they signed has
 * ended. Losing the file costs nobody more than a refresh.
 */
export class AccountKeys {
	readonly #file: KeyFile;
	#stored: Stored;
	#keys: Key[] = [];
	#rotating: Promise<void> | null = null;
	/** Whoever has a token comes again and again; checking its signature is most of what a small request costs. */
	readonly #verified = new Map<string, AccessClaims>();

	private constructor(file: KeyFile, stored: Stored) {
		this.#file = file;
		this.#stored = stored;
	}

	/** Throws when the file holds something else. */
	static async open(file: KeyFile, now: number): Promise<AccountKeys> {
		const text = file.read();
		const stored =
			text === null
				? { refresh: randomBytes(32).toString('base64url'), keys: [] }
				: v.parse(Keys, JSON.parse(text));
		const keys = new AccountKeys(file, stored);
		keys.#keys = await Promise.all(stored.keys.map(importKey));
		await keys.#rotate(now);
		return keys;
	}

	/** The token that takes the place of this one: the same for whoever asks, and only the server can tell it. */
	successorOf(refreshToken: string): string {
		return createHmac('sha256', this.#stored.refresh).update(refreshToken).digest('base64url');
	}

	async sign({ userId, sessionId, expiresAt }: AccessClaims, now: number): Promise<string> {
		await this.#rotate(now);
		const key = this.#keys.at(-1);
		if (!key) throw new Error('There is no key to sign with');
		return new SignJWT({ sid: sessionId })
			.setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: key.kid })
			.setIssuer(ISSUER)
			.setAudience(AUDIENCE)
			.setSubject(userId)
			.setIssuedAt(Math.floor(now / 1000))
			.setExpirationTime(Math.floor(expiresAt / 1000))
			.sign(key.sign);
	}

	/** The claims of a token that holds, or null. */
	async verify(token: string, now: number): Promise<AccessClaims | null> {
		const known = this.#verified.get(token);
		if (known) return now < known.expiresAt ? known : null;
		const claims = await this.#check(token, now);
		if (claims) this.#remember(token, claims);
		return claims;
	}

	/** Whether it looks like an access token, of this server or another. */
	isAccessToken(token: string): boolean {
		if (token.length > MAX_TOKEN_LENGTH) return false;
		if (this.#verified.has(token)) return true;
		try {
			return decodeProtectedHeader(token).typ === TYPE;
		} catch {
			return false; // no signed token at all
		}
	}

	#remember(token: string, claims: AccessClaims): void {
		this.#verified.set(token, claims);
		const [oldest] = this.#verified.keys();
		if (this.#verified.size > MAX_VERIFIED && oldest !== undefined) this.#verified.delete(oldest);
	}

	async #check(token: string, now: number): Promise<AccessClaims | null> {
		if (token.length > MAX_TOKEN_LENGTH) return null;
		try {
			const { payload } = await jwtVerify(token, ({ kid }) => this.#verifier(kid), {
				algorithms: [ALGORITHM],
				typ: TYPE,
				issuer: ISSUER,
				audience: AUDIENCE,
				requiredClaims: ['exp', 'sub', 'sid'],
				currentDate: new Date(now),
			});
			const { sub, sid, exp } = payload;
			if (sub === undefined || typeof sid !== 'string' || exp === undefined) return null;
			return { userId: sub, sessionId: sid, expiresAt: exp * 1000 };
		} catch {
			return null; // every failure means the same: it holds no more, or never did
		}
	}

	#verifier(kid: string | undefined): CryptoKey {
		const key = this.#keys.find((one) => one.kid === kid);
		if (!key) throw new Error('an unknown key');
		return key.verify;
	}

	async #rotate(now: number): Promise<void> {
		const newest = this.#stored.keys.at(-1);
		if (newest && newest.madeAt > now - SIGNS_MS) return;
		this.#rotating ??= this.#addKey(now).finally(() => {
			this.#rotating = null;
		});
		return this.#rotating;
	}

	async #addKey(now: number): Promise<void> {
		const { privateKey } = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true });
		const jwk = v.parse(PrivateKey, await exportJWK(privateKey));
		const added = { kid: randomBytes(9).toString('base64url'), madeAt: now, jwk };
		// One before signed until just now; those before that one signed nothing that still holds.
		const keys = [...this.#stored.keys.slice(-1), added];
		const stored = { ...this.#stored, keys };
		this.#file.write(JSON.stringify(stored));
		this.#stored = stored;
		this.#keys = await Promise.all(keys.map(importKey));
		// What a key signed that is gone holds no more.
		this.#verified.clear();
	}
}

async function importKey({ kid, madeAt, jwk }: Stored['keys'][number]): Promise<Key> {
	const { d: _secret, ...open } = jwk;
	const [sign, verify] = await Promise.all([importJWK(jwk, ALGORITHM), importJWK(open, ALGORITHM)]);
	return { kid, madeAt, sign, verify };
}
