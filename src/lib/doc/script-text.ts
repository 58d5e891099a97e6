import * as Y from 'yjs';
import { commonEnds } from './common-ends.ts';
import { isTooDeep } from './deep-content.ts';
import type { LiveDocument } from './live-document.ts';
import { cleanText, REPLACEMENT, splitsCharacter } from './plain-text.ts';
import type { TextEdit } from './text-diff.ts';

/** At `index`, `removed` units went and `inserted` came. */
export type TextChange = { readonly index: number; readonly removed: number; readonly inserted: string };

/** The root a script's text lies in, whatever its items are. */
export type TextRoot = Y.AbstractType<unknown>;

const ROOT = 'text';

/** The root of a script's text: a Y.Text, unless somebody on this page took the name for another type before. */
export function scriptText(document: LiveDocument): TextRoot {
	const known = document.ydoc.share.get(ROOT);
	const isTaken = known !== undefined && known.constructor !== Y.AbstractType && !(known instanceof Y.Text);
	return isTaken ? (known as TextRoot) : (document.ydoc.getText(ROOT) as unknown as TextRoot);
}

/** The text, one unit for each that Yjs counts: what is no text in it reads as U+FFFD. */
export function readText(root: TextRoot): string {
	let raw = '';
	for (let item = root._start; item !== null; item = item.right) {
		if (!item.deleted && item.countable) raw += textOf(item);
	}
	return cleanText(raw);
}

/** What one transaction changed, in the order of the text. */
export function readChanges(root: TextRoot, transaction: Y.Transaction): TextChange[] {
	const { beforeState, deleteSet } = transaction;
	const changes: TextChange[] = [];
	let index = 0;
	let open: { index: number; removed: number; inserted: string } | undefined;
	for (let item = root._start; item !== null; item = item.right) {
		if (!item.countable) continue;
		const isNew = item.id.clock >= (beforeState.get(item.id.client) ?? 0);
		if (item.deleted) {
			if (isNew || !Y.isDeleted(deleteSet, item.id)) continue;
			if (!open) changes.push((open = { index, removed: 0, inserted: '' }));
			open.removed += item.length;
			continue;
		}
		if (isNew) {
			if (!open) changes.push((open = { index, removed: 0, inserted: '' }));
			open.inserted += textOf(item);
		} else open = undefined;
		index += item.length;
	}
	return changes;
}

/** What edits that are made at once will change. */
export function changesOf(edits: readonly TextEdit[]): TextChange[] {
	let shift = 0;
	return edits.map(({ start, end, text }) => {
		const index = start + shift;
		shift += text.length - (end - start);
		return { index, removed: end - start, inserted: text };
	});
}

/**
 * The text after these changes; undefined where they cut a character in two. Yjs then writes U+FFFD for both halves
 * and tells nobody, so that only reading it anew shows what is there.
 */
export function patchText(before: string, changes: readonly TextChange[]): string | undefined {
	let text = before;
	for (const { index, removed, inserted } of changes) {
		if (splitsCharacter(text, index) || splitsCharacter(text, index + removed)) return undefined;
		if (cleanText(inserted) !== inserted) return undefined;
		text = text.slice(0, index) + inserted + text.slice(index + removed);
	}
	return text;
}

/** The one stretch in which two texts differ, as a change; none when they are equal. */
export function changeBetween(before: string, after: string): TextChange[] {
	if (before === after) return [];
	const [head, tail] = commonEnds(before, after);
	const inserted = after.slice(head, after.length - tail);
	return [{ index: head, removed: before.length - tail - head, inserted }];
}

/**
 * Deletes [start, end) within the transaction at hand and returns where it was. What is no text goes as a whole,
 * though part of it lay outside, and stays where it is too deep to go at all.
 */
export function clearRange(root: Y.Text, transaction: Y.Transaction, start: number, end: number): number {
	let at = start;
	for (const { item, index } of itemsBetween(root, start, end).reverse()) {
		if (item.content instanceof Y.ContentString) {
			const from = Math.max(start, index);
			root.delete(from, Math.min(end, index + item.length) - from);
		} else if (!isTooDeep(item)) {
			item.delete(transaction);
			// Yjs keeps places in the text to find others from; this deletion went past it.
			root._searchMarker = [];
			at = Math.min(at, index);
		}
	}
	return at;
}

function itemsBetween(root: Y.Text, start: number, end: number): { item: Y.Item; index: number }[] {
	const found: { item: Y.Item; index: number }[] = [];
	let index = 0;
	for (let item = root._start; item !== null && index < end; item = item.right) {
		if (item.deleted || !item.countable) continue;
		if (index + item.length > start) found.push({ item, index });
		index += item.length;
	}
	return found;
}

const textOf = ({ content, length }: Y.Item): string =>
	content instanceof Y.ContentString ? content.str : REPLACEMENT.repeat(length);
