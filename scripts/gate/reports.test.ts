import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readPlaywright, readSkipped, readVitest } from './reports.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'reports-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function report(content: unknown): string {
	const path = join(folder, 'report.json');
	writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
	return path;
}

const vitestRun = {
	numPassedTests: 5,
	numFailedTests: 0,
	numPendingTests: 0,
	success: true,
	testResults: [],
};
const playwrightRun = { stats: { expected: 4, unexpected: 0, flaky: 0, skipped: 0 }, errors: [] };

test('a clean run counts what passed', () => {
	expect(readVitest(report(vitestRun), 0)).toEqual({ passed: 5, failed: 0, skipped: 0 });
	expect(readPlaywright(report(playwrightRun), 0)).toEqual({ passed: 4, failed: 0, skipped: 0 });
});

test('a test file that could not load is a failure', () => {
	const run = { ...vitestRun, testResults: [{ status: 'failed', assertionResults: [] }] };
	expect(readVitest(report(run), 1)).toEqual({ passed: 5, failed: 1, skipped: 0 });
});

test('a test that needed a second try is a failure', () => {
	const run = { ...playwrightRun, stats: { ...playwrightRun.stats, unexpected: 1, flaky: 1 } };
	expect(readPlaywright(report(run), 1)).toEqual({ passed: 4, failed: 2, skipped: 0 });
});

test('a run that crashed is a failure, with or without a report', () => {
	expect(readVitest(report(vitestRun), 1)).toEqual({ passed: 5, failed: 1, skipped: 0 });
	expect(readVitest(report('{"half'), 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
	expect(readPlaywright(join(folder, 'missing.json'), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('a run without any test is a failure', () => {
	expect(readVitest(report({ ...vitestRun, numPassedTests: 0 }), 0)).toEqual({
		passed: 0,
		failed: 1,
		skipped: 0,
	});
});

test('what was skipped is counted, and says why', () => {
	const skipped = { status: 'skipped', ancestorTitles: ['tabs in firefox (skipped: no Firefox)'] };
	const assertionResults = [skipped, skipped, { status: 'passed', ancestorTitles: ['tabs in chromium'] }];
	const run = { ...vitestRun, numPendingTests: 2, testResults: [{ status: 'passed', assertionResults }] };
	const path = report(run);
	expect(readVitest(path, 0)).toEqual({ passed: 5, failed: 0, skipped: 2 });
	expect(readSkipped(path)).toEqual(['tabs in firefox (skipped: no Firefox)']);
	const stats = { ...playwrightRun.stats, skipped: 1 };
	expect(readPlaywright(report({ ...playwrightRun, stats }), 0)).toEqual({
		passed: 4,
		failed: 0,
		skipped: 1,
	});
});
