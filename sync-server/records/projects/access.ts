import { Emitter } from '#lib/base/emitter.ts';
import type { LinkId, ProjectId } from '#lib/base/ids.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import type { Role } from '#lib/protocol/roles.ts';
import type { ProjectRecords } from '../../storage/project-records.ts';
import type { Tokens } from './tokens.ts';

/** What one token lets its bearer do, as the records had it when asked. */
export type Grant = { readonly projectId: ProjectId; readonly role: Role; readonly linkId: LinkId | null };

const UNKNOWN_TOKEN: ProtocolError = {
	code: 'unauthorized',
	message: 'This token is not one of this server. Ask for a new link',
};
export const REVOKED: ProtocolError = {
	code: 'forbidden',
	message: 'The owner of the project revoked this link. Ask for a new one',
};

/** Turns tokens into grants, and tells open connections when a grant ends. */
export class Access {
	readonly revoked = new Emitter<LinkId>();
	#tokens: Tokens;
	#records: ProjectRecords;

	constructor(tokens: Tokens, records: ProjectRecords) {
		this.#tokens = tokens;
		this.#records = records;
	}

	async authorize(token: string): Promise<Result<Grant, ProtocolError>> {
		const claims = await this.#tokens.read(token);
		if (!claims) return err(UNKNOWN_TOKEN);
		const { projectId, linkId } = claims;
		if (linkId === null) {
			if (claims.role !== 'owner' || !(await this.#records.has(projectId))) return err(UNKNOWN_TOKEN);
			return ok({ projectId, role: 'owner', linkId });
		}
		const link = await this.#records.link(linkId);
		if (link?.projectId !== projectId) return err(UNKNOWN_TOKEN);
		if (link.revokedAt !== null) return err(REVOKED);
		return ok({ projectId, role: link.role, linkId });
	}

	/** Whether a grant given earlier still holds. */
	async holds(grant: Grant): Promise<boolean> {
		if (grant.linkId === null) return true;
		const link = await this.#records.link(grant.linkId);
		return link !== null && link.revokedAt === null;
	}
}
