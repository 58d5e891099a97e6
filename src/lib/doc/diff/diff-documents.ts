import { assert } from '../../base/assert.ts';
import { diffText, type TextHunk } from '../text-diff.ts';
import { diffPages, type BlockHunk } from './diff-pages.ts';
import { diffProjects, type ProjectDiff } from './diff-projects.ts';
import { diffScenes, type SceneDiff } from './diff-scenes.ts';
import type { DocumentSnapshot } from './document-snapshot.ts';

/** What differs between two states of a document, whatever it holds. */
export type DocumentDiff =
	| { readonly kind: 'project'; readonly diff: ProjectDiff }
	| { readonly kind: 'scene' | 'prefab'; readonly diff: SceneDiff }
	| { readonly kind: 'script'; readonly hunks: readonly TextHunk[] }
	| { readonly kind: 'page'; readonly hunks: readonly BlockHunk[] };

/** Compares two states of one document. */
export function diffDocuments(before: DocumentSnapshot, after: DocumentSnapshot): DocumentDiff {
	if (before.kind === 'project' && after.kind === 'project')
		return { kind: 'project', diff: diffProjects(before.snapshot, after.snapshot) };
	if (before.kind === 'script' && after.kind === 'script')
		return { kind: 'script', hunks: diffText(before.snapshot.text, after.snapshot.text) };
	if (before.kind === 'page' && after.kind === 'page')
		return { kind: 'page', hunks: diffPages(before.snapshot, after.snapshot) };
	if (isScene(before) && isScene(after))
		return { kind: after.kind, diff: diffScenes(before.snapshot, after.snapshot) };
	assert(false, `Compared a ${before.kind} with a ${after.kind}`);
}

type SceneLike = Extract<DocumentSnapshot, { kind: 'scene' | 'prefab' }>;

const isScene = (document: DocumentSnapshot): document is SceneLike =>
	document.kind === 'scene' || document.kind === 'prefab';
