import { expect, it } from 'vitest';
import { storageProblem } from '#lib/storage/storage-failure.ts';
import { truthOf, type TruthFacts } from './truth.ts';

const facts: TruthFacts = {
	problem: null,
	persisted: true,
	refused: false,
	canInstall: true,
	canExport: true,
};

it('says what keeps the work from being saved before anything else', () => {
	const problem = storageProblem('full');
	const truth = truthOf({ ...facts, problem });
	expect(truth).toMatchObject({ tone: 'error', text: problem.message, steps: ['retry', 'export'] });
	expect(truth.title).toContain('Not saved');
});

it('calls only that kept which the browser promised to keep', () => {
	expect(truthOf(facts)).toMatchObject({ tone: 'success', steps: [] });
	expect(truthOf({ ...facts, persisted: false }).tone).toBe('warning');
	expect(truthOf({ ...facts, persisted: null }).tone).toBe('warning');
});

it('says what to do about a refusal, and offers only what there is', () => {
	expect(truthOf({ ...facts, persisted: false }).steps).toEqual(['keep', 'install']);
	const refused = { ...facts, persisted: false, refused: true };
	expect(truthOf(refused).steps).toEqual(['install', 'export', 'keep']);
	expect(truthOf({ ...refused, canInstall: false, canExport: false }).steps).toEqual(['keep']);
	expect(truthOf({ ...facts, persisted: null, canInstall: false }).steps).toEqual(['export']);
});
