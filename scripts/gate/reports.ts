import { readFileSync } from 'node:fs';

/** What a part of the gate counted. */
export interface Tally {
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
}

interface VitestReport {
	readonly numPassedTests: number;
	readonly numFailedTests: number;
	readonly numPendingTests: number;
	readonly success: boolean;
	readonly testResults: readonly {
		readonly status: string;
		readonly assertionResults: readonly {
			readonly status: string;
			readonly ancestorTitles: readonly string[];
		}[];
	}[];
}

interface PlaywrightReport {
	readonly stats: {
		readonly expected: number;
		readonly unexpected: number;
		readonly flaky: number;
		readonly skipped: number;
	};
	readonly errors: readonly unknown[];
}

const NOTHING: Tally = { passed: 0, failed: 1, skipped: 0 };

/** Reads Vitest's JSON report. A file that could not even load counts as one failure, and so does no report at all. */
export function readVitest(path: string, exitCode: number): Tally {
	const report = readReport<VitestReport>(path);
	if (!report) return NOTHING;
	const unloadable = report.testResults.filter(
		(file) => file.status === 'failed' && file.assertionResults.length === 0,
	).length;
	const { numPassedTests, numFailedTests, numPendingTests } = report;
	return settle(numPassedTests, numFailedTests + unloadable, numPendingTests, exitCode);
}

/** The groups of tests that Vitest skipped, by their names: these say why. */
export function readSkipped(path: string): string[] {
	const tests = readReport<VitestReport>(path)?.testResults.flatMap((file) => file.assertionResults) ?? [];
	const skipped = tests.filter(({ status }) => status === 'skipped' || status === 'pending');
	return [...new Set(skipped.map(({ ancestorTitles }) => ancestorTitles.join(' › ')))];
}

/** Reads Playwright's JSON report. A test that passed only on a second try counts as failed. */
export function readPlaywright(path: string, exitCode: number): Tally {
	const report = readReport<PlaywrightReport>(path);
	if (!report) return NOTHING;
	const { expected, unexpected, flaky, skipped } = report.stats;
	return settle(expected, unexpected + flaky + report.errors.length, skipped, exitCode);
}

// A run that failed as a whole is never counted as clean, and neither is one that tested nothing.
function settle(passed: number, failed: number, skipped: number, exitCode: number): Tally {
	const broken = failed === 0 && (exitCode !== 0 || passed === 0);
	return { passed, failed: broken ? 1 : failed, skipped };
}

function readReport<T>(path: string): T | null {
	try {
		return JSON.parse(readFileSync(path, 'utf8')) as T;
	} catch {
		// The run ended before it could report: the caller counts that as a failure.
		return null;
	}
}
