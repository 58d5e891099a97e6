import type { LinkId, ProjectId } from '#lib/base/ids.ts';
import type { LinkRole } from '#lib/protocol/api.ts';

export type LinkRecord = {
	readonly linkId: LinkId;
	readonly projectId: ProjectId;
	readonly role: LinkRole;
	readonly createdAt: number;
	readonly revokedAt: number | null;
};

/** Who owns which project and which links lead to it. Throws when the store fails. */
export interface ProjectRecords {
	/** Adds the project unless it is there; says whether it now belongs to this claim. */
	claim(projectId: ProjectId, claimHash: Uint8Array, at: number): Promise<'claimed' | 'taken'>;
	has(projectId: ProjectId): Promise<boolean>;
	addLink(link: LinkRecord): Promise<void>;
	/** Links that still lead in, oldest first. */
	liveLinks(projectId: ProjectId): Promise<readonly LinkRecord[]>;
	link(linkId: LinkId): Promise<LinkRecord | null>;
	/** Says whether there was such a link of this project; revoking twice is fine. */
	revokeLink(projectId: ProjectId, linkId: LinkId, at: number): Promise<boolean>;
}
