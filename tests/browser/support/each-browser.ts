import { describe } from 'vitest';
import { skipReason, type BrowserKind } from './browser-profile.ts';

export const BROWSERS: readonly BrowserKind[] = ['chromium', 'firefox'];

/** The same tests in each browser that this machine has; in one it lacks they are skipped, with the reason in their name. */
export function describeInBrowsers(
	what: string,
	kinds: readonly BrowserKind[],
	body: (kind: BrowserKind) => void,
): void {
	for (const kind of kinds) {
		const reason = skipReason(kind);
		const name = `${what} in ${kind}`;
		describe.skipIf(reason)(reason ? `${name} (skipped: ${reason})` : name, () => body(kind));
	}
}
