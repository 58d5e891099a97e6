import type { Dispose } from '#lib/base/disposer.ts';
import type { LinkId, ProjectId } from '#lib/base/ids.ts';
import type { Result } from '#lib/base/result.ts';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import type { ProjectPermission, ProjectRole } from '#lib/protocol/permissions.ts';

/** The account, and its session, that a token was given to. */
export type GrantAccount = {
	readonly userId: string;
	readonly sessionId: string;
	/** What they are called; null when there is nothing to call them by. */
	readonly name: string | null;
};

/** What one token lets its bearer do, as the records had it when asked: by a link, an account or (neither) the claim. */
export type Grant = {
	readonly projectId: ProjectId;
	readonly role: ProjectRole;
	readonly linkId: LinkId | null;
	readonly account: GrantAccount | null;
	/** Milliseconds since the Unix epoch; null: until it is taken back. */
	readonly expiresAt: number | null;
};

/** Whether both were given to the same account, or came by the same link or claim. */
export const isSameBearer = (one: Grant, other: Grant): boolean =>
	one.linkId === other.linkId && one.account?.userId === other.account?.userId;

/** What a frame asks to do with a document. Signals have rights of their own, kind by kind. */
export type Action = 'open' | 'update' | 'presence' | 'signal';

/** What became different about who may do what. */
export type AccessNews =
	| { readonly kind: 'link-revoked'; readonly linkId: LinkId }
	/** `role` null: not a member any more. */
	| {
			readonly kind: 'member';
			readonly projectId: ProjectId;
			readonly userId: string;
			readonly role: ProjectRole | null;
	  }
	/** Who belongs, is invited or asks is different, in what such a role may see. It changes nobody's grant. */
	| { readonly kind: 'members-changed'; readonly projectId: ProjectId; readonly seenBy: ProjectPermission }
	/** `sessionId` null: all of theirs. */
	| { readonly kind: 'signed-out'; readonly userId: string; readonly sessionId: string | null }
	/** An account owns the project: its claim opens nothing any more. */
	| { readonly kind: 'claim-ended'; readonly projectId: ProjectId }
	| { readonly kind: 'project-deleted'; readonly projectId: ProjectId };

/** A connection that lets somebody in for as long as what it was told holds. */
export interface GrantWatcher {
	/** What it goes by. */
	grants(): Iterable<Grant>;
	tell(news: AccessNews): void;
}

/** Who is this, and what may they do: asked for every session, every document and every frame. */
export interface AccessPort {
	/** For a session: what this token is good for. Rejects when the records cannot be read. */
	authorize(token: string): Promise<Result<Grant, ProtocolError>>;
	/** For a document and each frame about it: why not, or null when it may be. Cheap: nothing is read. */
	check(grant: Grant, action: Action, address: DocumentAddress): ProtocolError | null;
	/** A grant given earlier as the records have it now, or why it is over. */
	review(grant: Grant): Promise<Result<Grant, ProtocolError>>;
	/** Told within a second of what changes, here or anywhere else. */
	watch(watcher: GrantWatcher): Dispose;
}

export const READ_ONLY: ProtocolError = {
	code: 'forbidden',
	message: 'Your role in this project lets you look at it, not change it',
};
export const REVOKED: ProtocolError = {
	code: 'forbidden',
	message: 'The owner of the project revoked this link. Ask for a new one',
};
