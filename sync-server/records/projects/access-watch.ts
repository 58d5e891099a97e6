import type { Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import type { LinkId } from '#lib/base/ids.ts';
import { describeCause, type Log } from '../../ops/log.ts';
import type { AccessNews, GrantAccount, GrantWatcher } from '../../rooms/access-port.ts';
import type { GrantChange, ProjectRecords } from '../../storage/project-records.ts';
import type { Memberships, People } from './people.ts';

/** Milliseconds between two looks at the records for what somebody else changed. */
export const ACCESS_BEAT_MS = 500;
/** How far back the first look goes, in ms: further than the clocks of two instances differ. */
const LOOK_BACK_MS = 60_000;

type Parts = {
	readonly records: ProjectRecords;
	readonly known: () => { readonly memberships: Memberships; readonly people: People };
	readonly clock: Clock;
	readonly log: Log;
};

/** Tells open connections what changes about their grants: at once what happens here, within a beat what happens elsewhere. */
export class AccessWatch {
	readonly #parts: Parts;
	readonly #watchers = new Set<GrantWatcher>();
	/** Links already told of, until a look no longer finds them. */
	#toldLinks = new Set<LinkId>();
	/** The last change of the records that was told of; null before the first. */
	#lastChange: number | null = null;
	#cancelBeat: Dispose | null = null;
	#failing = false;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	add(watcher: GrantWatcher): Dispose {
		this.#watchers.add(watcher);
		this.#scheduleBeat();
		return () => {
			this.#watchers.delete(watcher);
			if (this.#watchers.size > 0) return;
			this.#cancelBeat?.();
			this.#cancelBeat = null;
		};
	}

	tell(news: AccessNews): void {
		if (news.kind === 'link-revoked') this.#toldLinks.add(news.linkId);
		for (const watcher of [...this.#watchers]) watcher.tell(news);
	}

	/** Looks at once, and not only with the next beat. */
	recheck(): void {
		if (this.#watchers.size > 0) void this.#look();
	}

	// A few small queries for all connections together, and none while there are none.
	#scheduleBeat(): void {
		if (this.#watchers.size === 0) return;
		this.#cancelBeat ??= this.#parts.clock.after(ACCESS_BEAT_MS, () => {
			void this.#look().finally(() => {
				this.#cancelBeat = null;
				this.#scheduleBeat();
			});
		});
	}

	async #look(): Promise<void> {
		try {
			await this.#lookAtLinks();
			await this.#lookAtChanges();
			await this.#lookAtSessions();
			this.#failing = false;
		} catch (cause) {
			// Said once: the next looks find what this one could not.
			const { log } = this.#parts;
			if (!this.#failing) log.warn('Changed grants cannot be read just now', { cause: describeCause(cause) });
			this.#failing = true;
		}
	}

	async #lookAtLinks(): Promise<void> {
		const { records, clock } = this.#parts;
		const links = await records.revokedSince(clock.now() - LOOK_BACK_MS);
		const news = links.filter((linkId) => !this.#toldLinks.has(linkId));
		this.#toldLinks = new Set(links);
		for (const linkId of news) this.tell({ kind: 'link-revoked', linkId });
	}

	async #lookAtChanges(): Promise<void> {
		const { records, clock } = this.#parts;
		const changes = await records.grantChanges(this.#lastChange, clock.now() - LOOK_BACK_MS);
		for (const change of changes) {
			for (const news of await this.#read(change)) this.tell(news);
			this.#lastChange = change.number;
		}
	}

	async #read({ projectId, userId }: GrantChange): Promise<AccessNews[]> {
		const { known, records } = this.#parts;
		const { memberships } = known();
		if (userId !== null) {
			const role = await memberships.roleOf(projectId, userId);
			return [
				{ kind: 'member', projectId, userId, role },
				{ kind: 'members-changed', projectId, seenBy: 'project.member.list' },
			];
		}
		const invited = { kind: 'members-changed', projectId, seenBy: 'project.member.manage' } as const;
		switch (await records.standing(projectId)) {
			case 'deleted':
				return [{ kind: 'project-deleted', projectId }];
			case 'handed-on':
				return [{ kind: 'claim-ended', projectId }, invited];
			case 'claimed':
				return [invited];
			case null:
				return [];
		}
	}

	async #lookAtSessions(): Promise<void> {
		const { people } = this.#parts.known();
		const sessions = new Map<string, GrantAccount>();
		for (const watcher of this.#watchers) {
			for (const { account } of watcher.grants()) if (account) sessions.set(account.sessionId, account);
		}
		for (const { userId, sessionId } of sessions.values()) {
			if (!(await people.isSignedIn(userId, sessionId))) this.tell({ kind: 'signed-out', userId, sessionId });
		}
	}
}
