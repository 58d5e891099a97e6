import { nanoid } from 'nanoid';
import { err, ok, type Result } from './result.ts';

declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

/** 22 characters of base64url: 132 random bits, minted on a device, and derived from content for starters only. */
export type ProjectId = Id<'project'>;
export type DocumentId = Id<'document'>;
export type EntityId = Id<'entity'>;
export type DeviceId = Id<'device'>;
export type LinkId = Id<'link'>;
export type BranchId = Id<'branch'>;
export type VersionId = Id<'version'>;
export type FolderId = Id<'folder'>;
/** sha-256 of an asset's bytes: 64 lower-case hex digits. */
export type AssetHash = Id<'asset'>;

const ID_LENGTH = 22;
const ID_PATTERN = /^[A-Za-z0-9_-]{22}$/;
const HASH_PATTERN = /^[0-9a-f]{64}$/;

export const mintProjectId = (): ProjectId => nanoid<ProjectId>(ID_LENGTH);
export const mintDocumentId = (): DocumentId => nanoid<DocumentId>(ID_LENGTH);
export const mintEntityId = (): EntityId => nanoid<EntityId>(ID_LENGTH);
export const mintDeviceId = (): DeviceId => nanoid<DeviceId>(ID_LENGTH);
/** 258 random bits: what proves to a server that this device made a project. */
export const mintClaim = (): string => nanoid(43);
export const mintBranchId = (): BranchId => nanoid<BranchId>(ID_LENGTH);
export const mintLinkId = (): LinkId => nanoid<LinkId>(ID_LENGTH);
export const mintFolderId = (): FolderId => nanoid<FolderId>(ID_LENGTH);
export const mintVersionId = (): VersionId => nanoid<VersionId>(ID_LENGTH);

export const isId = (text: unknown): text is string => typeof text === 'string' && ID_PATTERN.test(text);
export const isAssetHash = (text: unknown): text is AssetHash =>
	typeof text === 'string' && HASH_PATTERN.test(text);

/**
 * The id of a document's copy on a branch or in another project, where it comes to it later: one and the same on every
 * device, so that two that bring it there at once bring one. Made of two random ids, and of nothing else.
 */
export async function copyIdOf(branchId: BranchId | ProjectId, documentId: DocumentId): Promise<DocumentId> {
	const bytes = new TextEncoder().encode(`${branchId}.${documentId}`);
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	const base64 = btoa(String.fromCharCode(...digest.subarray(0, 17)));
	return base64.replaceAll('+', '-').replaceAll('/', '_').slice(0, ID_LENGTH) as DocumentId;
}

function parseId<T extends string>(text: unknown, what: string): Result<T, string> {
	if (isId(text)) return ok(text as unknown as T);
	return err(`${what} must be 22 letters, digits, "-" or "_", but was ${JSON.stringify(text)}`);
}

export const parseProjectId = (text: unknown) => parseId<ProjectId>(text, 'A project id');
export const parseDocumentId = (text: unknown) => parseId<DocumentId>(text, 'A document id');
export const parseEntityId = (text: unknown) => parseId<EntityId>(text, 'An entity id');
export const parseBranchId = (text: unknown) => parseId<BranchId>(text, 'A branch id');
export const parseLinkId = (text: unknown) => parseId<LinkId>(text, 'A link id');

export function parseAssetHash(text: unknown): Result<AssetHash, string> {
	if (isAssetHash(text)) return ok(text);
	return err(`An asset hash must be 64 hex digits, but was ${JSON.stringify(text)}`);
}

/** sha-256 of the bytes, as assets are named by. */
export async function hashAsset(bytes: Uint8Array<ArrayBuffer>): Promise<AssetHash> {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') as AssetHash;
}
