import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Log } from '../../ops/log.ts';
import type { UserStore } from './user-store.ts';

// Without letters and digits that look alike.
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';
const LETTERS = 20;

/**
 * What makes the first account of a server its SuperAdmin: a code that only who reads the server's log knows, new with
 * every start, and good for nothing once there is a SuperAdmin.
 */
export class SetupCode {
	readonly #users: UserStore;
	#hash: Uint8Array | null = null;

	constructor(users: UserStore) {
		this.#users = users;
	}

	/** Says the code to whoever reads the log, while nobody is SuperAdmin. */
	announce(log: Log): void {
		if (this.#users.hasRole('super-admin')) return;
		const code = mintCode();
		this.#hash = hashOf(code);
		log.warn(`Nobody looks after this server yet. Sign up with the setup code ${code} to be its SuperAdmin`);
	}

	/** Inside the transaction of the sign-up, so that it is true for one of two. */
	isGood(code: string): boolean {
		if (!this.#hash || this.#users.hasRole('super-admin')) return false;
		return timingSafeEqual(hashOf(code), this.#hash);
	}
}

function mintCode(): string {
	// Of 32 values of each byte one has no letter: it is drawn again.
	let letters = '';
	while (letters.length < LETTERS) letters += ALPHABET[(randomBytes(1)[0] ?? 0) & 31] ?? '';
	return letters.replace(/.{5}(?=.)/g, '$&-');
}

const hashOf = (code: string): Uint8Array =>
	createHash('sha256').update(code.trim().toLowerCase().replaceAll('-', '')).digest();
