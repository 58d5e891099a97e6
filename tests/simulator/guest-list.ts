import type { LinkId, ProjectId } from '#lib/base/ids.ts';
import type { LinkRole } from '#lib/protocol/api.ts';
import type { TokenClaims, Tokens } from '#server/records/projects/tokens.ts';
import type { ProjectRecords } from '#server/storage/project-records.ts';
import type { Sabotage } from './sabotage.ts';

type Link = {
	readonly linkId: LinkId;
	readonly projectId: ProjectId;
	readonly role: LinkRole;
	revokedAt: number | null;
};

const base64url = (text: string) => Buffer.from(text).toString('base64url');

/** The links of one project, as the server's records have them; they outlive its processes. */
export class GuestList {
	readonly projectId: ProjectId;
	readonly #mintId: () => string;
	readonly #letsViewersEdit: boolean;
	readonly #links = new Map<LinkId, Link>();
	readonly #claims = new Map<string, TokenClaims>();
	/** Signing is real arithmetic on real threads; here a token is good when it is known. */
	readonly tokens = {
		read: (token: string) => Promise.resolve(this.#claims.get(token) ?? null),
	} as unknown as Tokens;
	readonly records = {
		standing: () => Promise.resolve('claimed'),
		grantChanges: () => Promise.resolve([]),
		link: (linkId: LinkId) => Promise.resolve(this.#links.get(linkId) ?? null),
		revokedSince: (at: number) =>
			Promise.resolve(
				[...this.#links.values()]
					.filter(({ revokedAt }) => (revokedAt ?? -1) >= at)
					.map(({ linkId }) => linkId),
			),
		epoch: () => Promise.resolve(0),
	} as unknown as ProjectRecords;

	constructor(projectId: ProjectId, mintId: () => string, sabotage: Sabotage | null) {
		this.#letsViewersEdit = sabotage === 'viewers are let in as editors';
		this.projectId = projectId;
		this.#mintId = mintId;
	}

	/** A token that looks like a signed one, for who reads without checking. */
	invite(role: LinkRole): string {
		const { projectId } = this;
		const linkId = this.#mintId() as LinkId;
		const recorded = this.#letsViewersEdit ? 'editor' : role;
		this.#links.set(linkId, { linkId, projectId, role: recorded, revokedAt: null });
		const body = base64url(JSON.stringify({ prj: projectId, lnk: linkId }));
		const token = `${base64url('{"alg":"EdDSA"}')}.${body}.c2lnbmVk`;
		this.#claims.set(token, { projectId, role, linkId, account: null, issuedAt: 0, expiresAt: null });
		return token;
	}

	/** Open lines learn of it when the server next looks into its records. `at` in milliseconds. */
	revoke(token: string, at: number): void {
		const linkId = this.#claims.get(token)?.linkId;
		const link = linkId ? this.#links.get(linkId) : undefined;
		if (link) link.revokedAt ??= at;
	}
}
