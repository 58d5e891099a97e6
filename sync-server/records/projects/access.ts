import type { Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import { mayInProject, type ProjectPermission } from '#lib/protocol/permissions.ts';
import { READ_ONLY, REVOKED, type AccessPort, type Action, type Grant } from '../../rooms/access-port.ts';
import type { AccessNews, GrantWatcher } from '../../rooms/access-port.ts';
import { CLAIM_ENDED, DELETED, REMOVED, SIGNED_OUT } from '../../rooms/apply-news.ts';
import type { Log } from '../../ops/log.ts';
import type { ProjectRecords } from '../../storage/project-records.ts';
import { AccessWatch } from './access-watch.ts';
import { NO_MEMBERS, type Memberships, type People } from './people.ts';
import type { TokenClaims, Tokens } from './tokens.ts';

const UNKNOWN_TOKEN: ProtocolError = {
	code: 'unauthorized',
	message: 'This token is not one of this server. Ask for a new link',
};
const EXPIRED: ProtocolError = {
	code: 'unauthorized',
	message: 'This token has expired. Ask for a new one',
};
const OTHER_PROJECT: ProtocolError = {
	code: 'forbidden',
	message: 'This connection has no token for the project',
};
const NO_DOCUMENTS: ProtocolError = {
	code: 'forbidden',
	message: 'Your role in this project lets you play its games, not look into it',
};

/** What each thing one does with a document takes. */
const ACTION_PERMISSIONS = {
	open: 'project.read',
	update: 'game.entity.modify',
	presence: 'project.presence',
	signal: 'project.presence',
} as const satisfies Record<Action, ProjectPermission>;

type Parts = {
	readonly tokens: Tokens;
	readonly records: ProjectRecords;
	readonly clock: Clock;
	readonly log: Log;
};

/** Who knows accounts and their memberships. */
type Records = { readonly memberships: Memberships; readonly people: People };

type Account = NonNullable<TokenClaims['account']>;

/** Turns tokens into grants, and tells open connections what becomes of them. */
export class Access implements AccessPort {
	readonly #parts: Parts;
	/** Until somebody knows better there are no members, and tokens of accounts are worth nothing. */
	#records: Records = NO_MEMBERS;
	readonly #watch: AccessWatch;

	constructor(parts: Parts) {
		this.#parts = parts;
		this.#watch = new AccessWatch({ ...parts, known: () => this.#records });
	}

	/** From now on accounts and memberships count. */
	recognize(records: Records): void {
		this.#records = records;
	}

	async authorize(token: string): Promise<Result<Grant, ProtocolError>> {
		const claims = await this.#parts.tokens.read(token);
		if (!claims) return err(UNKNOWN_TOKEN);
		if (this.#isOver(claims.expiresAt)) return err(EXPIRED);
		const { account } = claims;
		const name = account ? await this.#records.people.nameOf(account.userId) : null;
		return this.#judge({ ...claims, account: account && { ...account, name } });
	}

	check(grant: Grant, action: Action, { projectId }: DocumentAddress): ProtocolError | null {
		if (grant.projectId !== projectId) return OTHER_PROJECT;
		if (this.#isOver(grant.expiresAt)) return EXPIRED;
		if (mayInProject(grant.role, ACTION_PERMISSIONS[action])) return null;
		return mayInProject(grant.role, 'project.read') ? READ_ONLY : NO_DOCUMENTS;
	}

	review(grant: Grant): Promise<Result<Grant, ProtocolError>> {
		return this.#judge(grant);
	}

	watch(watcher: GrantWatcher): Dispose {
		return this.#watch.add(watcher);
	}

	/** Something was changed by this very process: nobody need wait for the next look. */
	tell(news: AccessNews): void {
		this.#watch.tell(news);
	}

	/** Somebody was signed out, or suspended, by this very process. */
	recheck(): void {
		this.#watch.recheck();
	}

	/** What the records make of it now, whatever was believed of its role before. */
	async #judge(claimed: Grant): Promise<Result<Grant, ProtocolError>> {
		const { projectId, linkId, account, expiresAt } = claimed;
		const standing = await this.#parts.records.standing(projectId);
		if (standing === null) return err(UNKNOWN_TOKEN);
		if (standing === 'deleted') return err(DELETED);
		if (account) return this.#judgeMember(claimed, account);
		if (linkId !== null) {
			const link = await this.#parts.records.link(linkId);
			if (link?.projectId !== projectId) return err(UNKNOWN_TOKEN);
			if (link.revokedAt !== null) return err(REVOKED);
			return ok({ projectId, role: link.role, linkId, account, expiresAt });
		}
		if (claimed.role !== 'owner') return err(UNKNOWN_TOKEN);
		if (standing === 'handed-on') return err(CLAIM_ENDED);
		return ok({ projectId, role: 'owner', linkId, account, expiresAt });
	}

	async #judgeMember(claimed: Grant, { userId, sessionId }: Account): Promise<Result<Grant, ProtocolError>> {
		const { projectId, account, expiresAt } = claimed;
		const { memberships, people } = this.#records;
		if (!(await people.isSignedIn(userId, sessionId))) return err(SIGNED_OUT);
		const role = await memberships.roleOf(projectId, userId);
		return role ? ok({ projectId, role, linkId: null, account, expiresAt }) : err(REMOVED);
	}

	#isOver(expiresAt: number | null): boolean {
		return expiresAt !== null && this.#parts.clock.now() >= expiresAt;
	}
}
