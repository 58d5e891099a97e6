import { Disposer, type Dispose } from '#lib/base/disposer.ts';
import type { ProjectId } from '#lib/base/ids.ts';
import type { Result } from '#lib/base/result.ts';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import { mayInProject } from '#lib/protocol/permissions.ts';
import { describeCause } from '../ops/log.ts';
import type { AccessNews, Action, Grant, GrantWatcher } from './access-port.ts';
import { applyNews } from './apply-news.ts';
import type { SessionParts } from './session.ts';

const NO_TOKEN: ProtocolError = {
	code: 'forbidden',
	message: 'This connection has no token for the project',
};
const LAPSED: ProtocolError = {
	code: 'unauthorized',
	message: 'The token for this project has expired. Present a newer one',
};
/** The longest a timer waits, in ms: what is further off is looked at again then. */
const MAX_WAIT_MS = 24 * 60 * 60_000;

type Parts = Pick<SessionParts, 'access' | 'clock' | 'log'>;

export type GrantEvents = {
	/** It was taken back, or has expired. */
	readonly ended: (grant: Grant, error: ProtocolError) => void;
	/** It goes on with another role, which holds already. */
	readonly changed: (grant: Grant) => void;
	/** Who belongs to the project, is invited or asks is different, as far as this role may see it. */
	readonly membersChanged: (projectId: ProjectId) => void;
};

/** What one connection was let into: until it is taken back, or expires without a newer token. */
export class SessionGrants {
	readonly #parts: Parts;
	readonly #events: GrantEvents;
	readonly #grants = new Map<ProjectId, Grant>();
	readonly #disposer = new Disposer();
	#cancelExpiry: Dispose | null = null;

	constructor(parts: Parts, events: GrantEvents) {
		this.#parts = parts;
		this.#events = events;
		const watcher: GrantWatcher = {
			grants: () => this.#grants.values(),
			tell: (news) => {
				for (const grant of [...this.#grants.values()]) this.#settle(grant, applyNews(grant, news));
				if (news.kind === 'members-changed') this.#tellMembers(news);
			},
		};
		this.#disposer.add(parts.access.watch(watcher));
		this.#disposer.add(() => this.#cancelExpiry?.());
	}

	get size(): number {
		return this.#grants.size;
	}

	get(projectId: ProjectId): Grant | undefined {
		return this.#grants.get(projectId);
	}

	/** Takes the place of an earlier grant of the same project. */
	add(grant: Grant): void {
		this.#grants.set(grant.projectId, grant);
		this.#watchExpiry();
	}

	/** Why this may not be done, or null when it may. */
	check(action: Action, address: DocumentAddress): ProtocolError | null {
		const grant = this.#grants.get(address.projectId);
		return grant ? this.#parts.access.check(grant, action, address) : NO_TOKEN;
	}

	/** Asks the records again about every grant. Belt and braces: what changes is told. */
	async recheck(): Promise<void> {
		const { access, log } = this.#parts;
		for (const grant of [...this.#grants.values()]) {
			try {
				this.#settle(grant, await access.review(grant));
			} catch (cause) {
				log.warn('A grant could not be checked again', { cause: describeCause(cause) });
			}
		}
	}

	/** Ends the watching. The grants stay: what came while they held may still wait for the disk. */
	dispose(): void {
		this.#disposer.dispose();
	}

	#tellMembers({ projectId, seenBy }: Extract<AccessNews, { kind: 'members-changed' }>): void {
		const grant = this.#grants.get(projectId);
		if (grant && mayInProject(grant.role, seenBy)) this.#events.membersChanged(projectId);
	}

	#settle(grant: Grant, now: Result<Grant, ProtocolError>): void {
		// A newer token may have taken its place meanwhile.
		if (this.#grants.get(grant.projectId) !== grant) return;
		if (!now.ok) return this.#end(grant, now.error);
		if (now.value.role === grant.role) return;
		this.#grants.set(grant.projectId, now.value);
		this.#events.changed(now.value);
	}

	#end(grant: Grant, error: ProtocolError): void {
		this.#grants.delete(grant.projectId);
		this.#events.ended(grant, error);
	}

	#watchExpiry(): void {
		const { clock } = this.#parts;
		this.#cancelExpiry?.();
		this.#cancelExpiry = null;
		const ends = [...this.#grants.values()].flatMap(({ expiresAt }) => expiresAt ?? []);
		if (ends.length === 0) return;
		const wait = Math.max(0, Math.min(...ends) - clock.now());
		this.#cancelExpiry = clock.after(Math.min(MAX_WAIT_MS, wait), () => {
			const now = clock.now();
			const over = [...this.#grants.values()].filter(
				({ expiresAt }) => expiresAt !== null && expiresAt <= now,
			);
			for (const grant of over) this.#end(grant, LAPSED);
			this.#watchExpiry();
		});
	}
}
