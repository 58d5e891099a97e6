import { defineConfig } from '@playwright/test';

/** As in `Person`: with SLOW=4 whatever lasts a moment lasts four, so that a test that counts on it fails. */
const slow = Number(process.env.SLOW ?? 1);

export default defineConfig({
	testDir: 'tests/e2e',
	outputDir: '.cache/e2e',
	globalSetup: './tests/helpers/ensure-build.ts',
	// Each test has a server and browsers of its own, and waits for them half of the time.
	workers: 2,
	retries: 0,
	// Only what hangs ends here: a busy machine is slow, and that is no failure.
	timeout: 240_000 * slow,
	globalTimeout: 18 * 60_000 * slow,
	// What a quicker test promises as well is tried in each soak.
	...(process.env.LONG ? {} : { grepInvert: /@long/ }),
	forbidOnly: true,
	expect: { timeout: 20_000 * slow },
});
