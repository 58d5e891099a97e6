import { expect, it } from 'vitest';
import type { CheckFinding } from '#lib/storage/check/check-report.ts';
import { outcomeWords, projectOutcome, remedyWords, subjectWords, whyWords } from './check-words.ts';

const finding = (more: Partial<CheckFinding>): CheckFinding => ({
	subject: 'document',
	name: 'Scene 1',
	outcome: 'repaired',
	why: '',
	count: 1,
	bytes: 1,
	remedy: 'none',
	...more,
});

it('calls a project what its worst finding is', () => {
	const repaired = finding({});
	const partly = finding({ outcome: 'recovered', remedy: 'server' });
	const gone = finding({ outcome: 'set-aside', remedy: 'file' });
	expect(projectOutcome({ findings: [] })).toEqual({ tone: 'success', text: 'Fine' });
	expect(projectOutcome({ findings: [repaired] })).toEqual({ tone: 'success', text: 'Repaired' });
	expect(projectOutcome({ findings: [repaired, partly] }).text).toBe('Recovered in part');
	expect(projectOutcome({ findings: [partly, gone, repaired] })).toEqual(outcomeWords(gone));
	expect(outcomeWords(gone).tone).toBe('error');
});

it('says what to do wherever there is something to do', () => {
	expect(remedyWords(finding({}))).toBeNull();
	for (const remedy of ['server', 'version', 'file'] as const) {
		expect(remedyWords(finding({ remedy }))).toMatch(/\.$/);
	}
});

it('names what it is about', () => {
	expect(subjectWords(finding({}))).toBe('Document “Scene 1”');
	expect(subjectWords(finding({ subject: 'leftover', name: null }))).toBe('Left over');
});

it('says why in whole sentences', () => {
	expect(whyWords({ why: 'The checksum does not match the bytes' })).toBe(
		'The checksum does not match the bytes.',
	);
	expect(whyWords({ why: 'It was torn.' })).toBe('It was torn.');
});
