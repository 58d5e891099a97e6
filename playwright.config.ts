import { defineConfig } from '@playwright/test';

export default defineConfig({
	testDir: 'tests/e2e',
	outputDir: '.cache/e2e',
	globalSetup: './tests/helpers/ensure-build.ts',
	// One worker: each test runs a server and one or two browsers, which is what two cores bear.
	workers: 1,
	retries: 0,
	timeout: 60_000,
	globalTimeout: 15 * 60_000,
	forbidOnly: true,
	expect: { timeout: 10_000 },
});
