import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';

/** argon2id as OWASP recommends it: 19 MiB, two passes, one lane. */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
const TAG_BYTES = 32;
const SALT_BYTES = 16;

/**
 * Hashes at once: they take cores and the few threads Node does files on, which the line's commits need. With one,
 * a quarter of the threads and one core are its.
 */
const AT_ONCE = 1;
/** Who comes behind so many waits longer than people do. */
const MAX_WAITING = 48;

export type HashCost = { readonly memoryKib: number; readonly passes: number };
const FULL_COST: HashCost = { memoryKib: MEMORY_KIB, passes: PASSES };

const BUSY: ProtocolError = {
	code: 'unavailable',
	message: 'Too many people are signing in just now. Try again in a moment',
	retryAfter: 5,
};

/** Hashes passwords and compares them, off the thread that serves, a few at a time. */
export class PasswordHasher {
	readonly #cost: HashCost;
	#running = 0;
	#waiting: (() => void)[] = [];
	/** What names nobody has are compared with, so that they take as long as others. */
	#nobody: Promise<Result<string, ProtocolError>> | null = null;

	/** A lower cost is for tests. */
	constructor(cost: HashCost = FULL_COST) {
		this.#cost = cost;
	}

	/** In the usual form, `$argon2id$v=19$m=…,t=…,p=…$salt$hash`, which carries its own parameters. */
	async hash(password: string): Promise<Result<string, ProtocolError>> {
		const { memoryKib, passes } = this.#cost;
		const salt = randomBytes(SALT_BYTES);
		const tag = await this.#derive(password, { memoryKib, passes, lanes: LANES, salt, length: TAG_BYTES });
		if (!tag.ok) return tag;
		return ok(`$argon2id$v=19$m=${memoryKib},t=${passes},p=${LANES}$${plain64(salt)}$${plain64(tag.value)}`);
	}

	/** Whether it is the password of the hash. Null for nobody's hash: takes as long, and is never right. */
	async matches(password: string, hash: string | null): Promise<Result<boolean, ProtocolError>> {
		if (hash === null) {
			const nobody = await (this.#nobody ??= this.hash('nobody has this password'));
			if (!nobody.ok) {
				this.#nobody = null;
				return nobody;
			}
			const compared = await this.matches(password, nobody.value);
			return compared.ok ? ok(false) : compared;
		}
		const known = parseHash(hash);
		if (!known) throw new Error('A stored password hash is not of a form this server knows');
		const tag = await this.#derive(password, { ...known, length: known.tag.length });
		return tag.ok ? ok(timingSafeEqual(tag.value, known.tag)) : tag;
	}

	/** Whether it was made with other parameters than today's. */
	isOutdated(hash: string): boolean {
		const known = parseHash(hash);
		return known?.memoryKib !== this.#cost.memoryKib || known.passes !== this.#cost.passes;
	}

	async #derive(
		password: string,
		{ memoryKib, passes, lanes, salt, length }: Omit<KnownHash, 'tag'> & { length: number },
	): Promise<Result<Buffer, ProtocolError>> {
		if (!(await this.#enter())) return err(BUSY);
		try {
			return ok(
				await new Promise<Buffer>((resolve, reject) => {
					const parameters = {
						message: password,
						nonce: salt,
						parallelism: lanes,
						tagLength: length,
						memory: memoryKib,
						passes,
					};
					argon2('argon2id', parameters, (cause, tag) => (cause ? reject(cause) : resolve(tag)));
				}),
			);
		} finally {
			this.#leave();
		}
	}

	async #enter(): Promise<boolean> {
		if (this.#running < AT_ONCE) {
			this.#running += 1;
			return true;
		}
		if (this.#waiting.length >= MAX_WAITING) return false;
		// Who leaves hands the place on, so that nobody takes it in between.
		await new Promise<void>((resolve) => this.#waiting.push(resolve));
		return true;
	}

	#leave(): void {
		const next = this.#waiting.shift();
		if (next) next();
		else this.#running -= 1;
	}
}

type KnownHash = {
	readonly memoryKib: number;
	readonly passes: number;
	readonly lanes: number;
	readonly salt: Buffer;
	readonly tag: Buffer;
};

const FORM =
	/^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{22,128})$/;

function parseHash(hash: string): KnownHash | null {
	const [, memory, passes, lanes, salt, tag] = FORM.exec(hash) ?? [];
	if (salt === undefined || tag === undefined) return null;
	return {
		memoryKib: Number(memory),
		passes: Number(passes),
		lanes: Number(lanes),
		salt: Buffer.from(salt, 'base64'),
		tag: Buffer.from(tag, 'base64'),
	};
}

const plain64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');
