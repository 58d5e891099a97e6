import { isAssetHash, isId } from '../../base/ids.ts';
import type { DocumentKind } from '../../doc/live-document.ts';
import type { VersionInfo, VersionReason } from '../ports.ts';

/**
 * How much later than a version another may be dated and still stand for it: of tabs that take one at once, the last to
 * take it may be the first to write it.
 */
const AT_ONCE_MS = 60_000;

/**
 * Whether another version, made after `since`, stands for this one. Not the base of a branch, which goes with it, and
 * none from the future, which a clock once set wrong may have left.
 */
export function standsFor(info: VersionInfo, other: VersionInfo, since: number): boolean {
	const { id, documentId, reason, createdAt } = other;
	if (id === info.id || documentId !== info.documentId || reason === 'branch') return false;
	return createdAt > since && createdAt <= info.createdAt + AT_ONCE_MS;
}

/** A version as a row. Another shape is another build's; such rows are kept, and not shown. */
export type VersionRecord = VersionInfo & { readonly shape: typeof VERSION_SHAPE };

export const VERSION_SHAPE = 1;

// Spelled out here: the documents' own code comes with the first document, and Home lists projects without it.
const KINDS: { readonly [kind in DocumentKind]: true } = {
	project: true,
	scene: true,
	prefab: true,
	script: true,
	page: true,
};
const REASONS: { readonly [reason in VersionReason]: true } = {
	timed: true,
	import: true,
	restore: true,
	migration: true,
	merge: true,
	branch: true,
	named: true,
};

/** What a row says, or `null` when it is none of ours. */
export function parseVersion(row: unknown): VersionInfo | null {
	if (typeof row !== 'object' || row === null) return null;
	const record = row as Partial<VersionRecord>;
	if (record.shape !== VERSION_SHAPE || !isVersion(record)) return null;
	const { id, projectId, documentId, kind, createdAt, author, label, reason, schema, hash, bytes, assets } =
		record;
	return { id, projectId, documentId, kind, createdAt, author, label, reason, schema, hash, bytes, assets };
}

function isVersion(row: { readonly [key in keyof VersionInfo]?: unknown }): row is VersionInfo {
	const { author, label, assets } = row;
	return (
		[row.id, row.projectId, row.documentId].every(isId) &&
		isOneOf(KINDS, row.kind) &&
		isOneOf(REASONS, row.reason) &&
		[row.createdAt, row.schema, row.bytes].every(Number.isSafeInteger) &&
		(label === null || typeof label === 'string') &&
		isAssetHash(row.hash) &&
		Array.isArray(assets) &&
		assets.every(isAssetHash) &&
		isAuthor(author)
	);
}

const isOneOf = (names: object, value: unknown): boolean =>
	typeof value === 'string' && Object.hasOwn(names, value);

function isAuthor(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	const { id, name } = value as { readonly id?: unknown; readonly name?: unknown };
	return typeof id === 'string' && typeof name === 'string';
}

/** For sorting; the id decides where the moment is the same. */
export const newestFirst = (
	a: Pick<VersionInfo, 'createdAt' | 'id'>,
	b: Pick<VersionInfo, 'createdAt' | 'id'>,
): number => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1);
