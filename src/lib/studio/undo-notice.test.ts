import { describe, expect, it } from 'vitest';
import { mintDocumentId, mintEntityId, type DocumentId } from '../base/ids.ts';
import type { Skipped } from '../editor/revert-gesture.ts';
import { undoNotice } from './undo-notice.ts';

const documentId = mintDocumentId();
const lamp = mintEntityId();
const names = {
	title: 'Tavern',
	findDocument: (id: DocumentId) => (id === documentId ? { title: 'Cellar' } : undefined),
	scene: () => ({ scene: { find: (id: unknown) => (id === lamp ? { name: 'Lamp' } : undefined) } }),
} as unknown as Parameters<typeof undoNotice>[1];

const left = (key: string, byName: string | null = 'Ana', patch: Partial<Skipped> = {}): Skipped => ({
	change: { table: 'entities', row: lamp, key, before: 1, after: 2, was: null, is: '1.1' },
	documentId,
	reason: 'changed',
	by: 1,
	byName,
	...patch,
});

describe('what undo left alone, in words', () => {
	it.each([
		['material.color', 'Color of “Lamp” was changed by Ana since, so it was left.'],
		['light', 'Light of “Lamp” was changed by Ana since, so it was left.'],
		['name', 'Name of “Lamp” was changed by Ana since, so it was left.'],
		['place', 'Place of “Lamp” was changed by Ana since, so it was left.'],
		[`@${mintEntityId()}:light.color`, 'Color of “Lamp” was changed by Ana since, so it was left.'],
		['hologram.glow', 'hologram.glow of “Lamp” was changed by Ana since, so it was left.'],
		['removed', '“Lamp” was changed by Ana since, so it was left.'],
	])('[D12] names %s', (key, text) => {
		expect(undoNotice([left(key)], names)).toBe(text);
	});

	it('[D12] names the project, its documents, and those whose thing is not known', () => {
		const inIndex = (table: string, row: string) =>
			undoNotice([left('title', 'Ana', { change: { ...left('title').change, table, row } })], names);
		expect(inIndex('settings', '')).toBe('Title of “Tavern” was changed by Ana since, so it was left.');
		expect(inIndex('documents', documentId)).toBe(
			'Title of “Cellar” was changed by Ana since, so it was left.',
		);
		expect(inIndex('entities', mintEntityId())).toMatch(/^Title of “Cellar”/);
	});

	it('[D12] counts several, and names everybody once', () => {
		const all = [left('name'), left('place'), left('removed', 'Ben'), left('light', null)];
		expect(undoNotice(all.slice(0, 2), names)).toBe('2 changes were left: Ana changed them since.');
		expect(undoNotice(all, names)).toBe('4 changes were left: Ana, Ben, and someone changed them since.');
	});

	it('says when the place itself is gone, and nothing when all was taken back', () => {
		const gone = left('name', null, { reason: 'gone', by: null });
		expect(undoNotice([gone, gone], names)).toBe(
			'2 changes were left: what they were made in was taken out of the project since.',
		);
		expect(undoNotice([], names)).toBeUndefined();
	});
});
