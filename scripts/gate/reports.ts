import { readFileSync } from 'node:fs';

/** What a part of the gate counted. */
export interface Tally {
	readonly passed: number;
	readonly failed: number;
}

interface VitestReport {
	readonly numPassedTests: number;
	readonly numFailedTests: number;
	readonly success: boolean;
	readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

interface PlaywrightReport {
	readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number };
	readonly errors: readonly unknown[];
}

/** Reads Vitest's JSON report. A file that could not even load counts as one failure, and so does no report at all. */
export function readVitest(path: string, exitCode: number): Tally {
	const report = readReport<VitestReport>(path);
	if (!report) return { passed: 0, failed: 1 };
	const unloadable = report.testResults.filter(
		(file) => file.status === 'failed' && file.assertionResults.length === 0,
	).length;
	return settle(report.numPassedTests, report.numFailedTests + unloadable, exitCode);
}

/** Reads Playwright's JSON report. A test that passed only on a second try counts as failed. */
export function readPlaywright(path: string, exitCode: number): Tally {
	const report = readReport<PlaywrightReport>(path);
	if (!report) return { passed: 0, failed: 1 };
	const { expected, unexpected, flaky } = report.stats;
	return settle(expected, unexpected + flaky + report.errors.length, exitCode);
}

// A run that failed as a whole is never counted as clean, and neither is one that tested nothing.
function settle(passed: number, failed: number, exitCode: number): Tally {
	const broken = failed === 0 && (exitCode !== 0 || passed === 0);
	return { passed, failed: broken ? 1 : failed };
}

function readReport<T>(path: string): T | null {
	try {
		return JSON.parse(readFileSync(path, 'utf8')) as T;
	} catch {
		// The run ended before it could report: the caller counts that as a failure.
		return null;
	}
}
