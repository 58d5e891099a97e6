import { createHash } from 'node:crypto';
import type { Clock } from '#lib/base/clock.ts';
import { mintLinkId, type LinkId, type ProjectId } from '#lib/base/ids.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { LinkRole, ShareLink } from '#lib/protocol/api.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import { CLAIM_ENDED, DELETED } from '../../rooms/apply-news.ts';
import type { LinkRecord, ProjectRecords } from '../../storage/project-records.ts';
import type { RecordsContext } from '../module.ts';
import type { Access } from './access.ts';
import type { Tokens } from './tokens.ts';

const MAX_LINKS = 200;

const NOT_CLAIMED = {
	taken: { code: 'forbidden', message: 'This project is on the server already, under another claim' },
	'handed-on': CLAIM_ENDED,
	// Not put here again by a device that was away: who deleted it meant all of it. A copy has an id of its own.
	deleted: DELETED,
} as const satisfies Record<string, ProtocolError>;

type Parts = {
	readonly records: ProjectRecords;
	readonly tokens: Tokens;
	readonly access: Access;
	readonly clock: Clock;
	readonly audit: RecordsContext['audit'];
};

/** Whose account changes something (null: they come by a link or claim), and in which request. */
export type LinkChange = { readonly actor: string | null; readonly requestId: string };

/** Projects on this server and the links that lead to them. */
export class Projects {
	#parts: Parts;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** Puts a project here, or knows its owner again; answers with the owner's token. */
	async register(projectId: ProjectId, claim: string): Promise<Result<string, ProtocolError>> {
		const { records, tokens, clock } = this.#parts;
		const claimHash = createHash('sha256').update(claim).digest();
		const outcome = await records.claim(projectId, claimHash, clock.now());
		if (outcome !== 'claimed') return err(NOT_CLAIMED[outcome]);
		const issuedAt = clock.now();
		return ok(
			await tokens.sign({ projectId, role: 'owner', linkId: null, account: null, issuedAt, expiresAt: null }),
		);
	}

	async createLink(
		projectId: ProjectId,
		role: LinkRole,
		change: LinkChange,
	): Promise<Result<ShareLink, ProtocolError>> {
		const { records, clock } = this.#parts;
		if ((await records.liveLinks(projectId)).length >= MAX_LINKS) {
			const message = `A project can have ${MAX_LINKS} links. Revoke one that is no longer needed`;
			return err({ code: 'invalid', message });
		}
		const link = { linkId: mintLinkId(), projectId, role, createdAt: clock.now(), revokedAt: null };
		await records.addLink(link, () => this.#note('link.create', link, change, { role }));
		return ok(await this.#share(link));
	}

	async links(projectId: ProjectId): Promise<ShareLink[]> {
		const links = await this.#parts.records.liveLinks(projectId);
		return Promise.all(links.map((link) => this.#share(link)));
	}

	/** Ends a link, also for those who are connected by it now. */
	async revoke(
		projectId: ProjectId,
		linkId: LinkId,
		change: LinkChange,
	): Promise<Result<void, ProtocolError>> {
		const { records, access, clock } = this.#parts;
		const note = () => this.#note('link.revoke', { projectId, linkId }, change);
		const known = await records.revokeLink(projectId, linkId, clock.now(), note);
		if (!known) return err({ code: 'not-found', message: `This project has no link ${linkId}` });
		access.tell({ kind: 'link-revoked', linkId });
		return ok();
	}

	#note(
		act: string,
		{ projectId, linkId }: Pick<LinkRecord, 'projectId' | 'linkId'>,
		{ actor, requestId }: LinkChange,
		more: Readonly<Record<string, string>> = {},
	): void {
		const { audit, clock } = this.#parts;
		const entry = { act, actor, subject: `project:${projectId}`, outcome: 'done' } as const;
		audit({ ...entry, details: { link: linkId, ...more } }, { now: clock.now(), requestId });
	}

	// Tokens are not stored: signing the same claims again gives the same token.
	async #share(link: LinkRecord): Promise<ShareLink> {
		const { linkId, projectId, role, createdAt } = link;
		const token = await this.#parts.tokens.sign({
			projectId,
			role,
			linkId,
			account: null,
			issuedAt: createdAt,
			expiresAt: null,
		});
		return { linkId, role, createdAt, token };
	}
}
