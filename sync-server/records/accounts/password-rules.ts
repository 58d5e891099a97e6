import { err, ok, type Result } from '#lib/base/result.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';

const refuse = (message: string): Result<void, ProtocolError> =>
	err({ code: 'invalid', field: 'password', message });

/**
 * Which passwords may be chosen: not one of the 49,000 most used, nor the person's own name, nor one character over and
 * over. As NIST SP 800-63B has it, nothing is asked about capitals, digits and signs.
 */
export class PasswordRules {
	// Read with the first password that is chosen: 380 kB that a server nobody signs up to never needs.
	#common: Promise<ReadonlySet<string>> | null = null;

	async check(password: string, ownWords: readonly string[]): Promise<Result<void, ProtocolError>> {
		const plain = password.toLowerCase();
		if (new Set(plain).size < 3) {
			return refuse('This password has hardly any different characters. Choose another');
		}
		const own = this.checkOwn(password, ownWords);
		if (!own.ok) return own;
		this.#common ??= readCommonPasswords();
		if ((await this.#common).has(plain)) {
			return refuse('This is one of the passwords everybody tries first. Choose another');
		}
		return ok();
	}

	/** Whether it is made of none of the person's own words. */
	checkOwn(password: string, ownWords: readonly string[]): Result<void, ProtocolError> {
		const plain = password.toLowerCase();
		const own = ownWords.map((word) => word.toLowerCase()).filter((word) => word.length >= 3);
		if (!own.some((word) => isPadded(plain, word))) return ok();
		return refuse('This password is made of your own name. Choose another');
	}
}

/** The word, alone or with a few digits or signs around it. */
function isPadded(password: string, word: string): boolean {
	const [before, after, ...more] = password.split(word);
	if (before === undefined || after === undefined || more.length > 0) return false;
	const rest = before + after;
	return rest.length <= 4 && !/\p{L}/u.test(rest);
}

async function readCommonPasswords(): Promise<ReadonlySet<string>> {
	const { dictionary } = await import('@zxcvbn-ts/language-common');
	return new Set(dictionary['passwords-common']);
}
