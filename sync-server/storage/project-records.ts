import type { LinkId, ProjectId } from '#lib/base/ids.ts';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import type { LinkRole } from '#lib/protocol/api.ts';

export type LinkRecord = {
	readonly linkId: LinkId;
	readonly projectId: ProjectId;
	readonly role: LinkRole;
	readonly createdAt: number;
	readonly revokedAt: number | null;
};

/** Whether the device that made it owns it by its claim, or accounts do alone; a deleted one stays deleted. */
export type Standing = 'claimed' | 'handed-on' | 'deleted';

/** A member's role, or (`userId` null) the project's standing, invitations and requests are to be looked at again. */
export type GrantChange = {
	/** Rises with every change. */
	readonly number: number;
	readonly projectId: ProjectId;
	readonly userId: string | null;
};

/** Who owns which project and which links lead to it. Throws when the store fails. */
export interface ProjectRecords {
	/** Adds the project unless it is there; says whether it now belongs to this claim. */
	claim(
		projectId: ProjectId,
		claimHash: Uint8Array,
		at: number,
	): Promise<'claimed' | 'taken' | 'handed-on' | 'deleted'>;
	/** What the project's claim is worth; null for a project that was never here. */
	standing(projectId: ProjectId): Promise<Standing | null>;
	/** `note` runs in the same transaction. */
	addLink(link: LinkRecord, note?: () => void): Promise<void>;
	/** Links that still lead in, oldest first. */
	liveLinks(projectId: ProjectId): Promise<readonly LinkRecord[]>;
	link(linkId: LinkId): Promise<LinkRecord | null>;
	/** Says whether there was such a link of this project; revoking twice is fine. If so, `note` runs in the same transaction. */
	revokeLink(projectId: ProjectId, linkId: LinkId, at: number, note?: () => void): Promise<boolean>;
	/** Links revoked at this time or later, by whichever instance. */
	revokedSince(at: number): Promise<readonly LinkId[]>;
	/**
	 * What changed about who may do what, oldest first: behind this number, or (null) since this time.
	 */
	grantChanges(after: number | null, since: number): Promise<readonly GrantChange[]>;
	/** Which beginning of a document counts: 0 until it was begun anew. */
	epoch(address: DocumentAddress): Promise<number>;
	setEpoch(address: DocumentAddress, epoch: number): Promise<void>;
}
