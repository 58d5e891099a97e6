import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { ProjectId } from '../base/ids.ts';
import type { Random } from '../base/random.ts';
import type { ProtocolError } from '../protocol/errors.ts';
import type { ProjectRole } from '../protocol/permissions.ts';
import { backoffDelay } from './backoff.ts';
import type { TokenRefusal, TokenSource } from './token-source.ts';

/** What the server lets us do in one project, as far as we know. A role outlives the connection that told it. */
export type ProjectAccess =
	| { readonly kind: 'unknown' }
	| { readonly kind: 'granted'; readonly role: ProjectRole }
	| { readonly kind: 'refused'; readonly reason: AccessRefusal; readonly message: string };

/**
 * `expired`: it let us in before; `unauthorized`: the server does not know it; `signed-out`: it takes an account that
 * nobody is signed in to here; `removed`: that account is no member; `held`: the person is asked first whether what is
 * here goes as theirs.
 */
export type AccessRefusal =
	'revoked' | 'expired' | 'unauthorized' | 'not-found' | 'signed-out' | 'removed' | 'held';

export type AccessChange = { readonly projectId: ProjectId; readonly access: ProjectAccess };

export type HeldToken = { readonly projectId: ProjectId; readonly token: string };

type Entry = {
	/** '' until the source has given the first. */
	token: string;
	readonly source: TokenSource | null;
	access: ProjectAccess;
	/** The server has not said yet what it makes of this one. */
	fresh: boolean;
	attempt: number;
	cancelRetry: Dispose | null;
	refreshing: boolean;
	/** Ends the pause before the source is asked: the line may come and go meanwhile. */
	cancelPause: Dispose | null;
	/** The token came from the source and was never let in: no use asking the source for the next. */
	unproven: boolean;
	refreshedAt: number;
	cancelRefresh: Dispose | null;
};

/** Milliseconds within which a source that is asked again is asked with back-off. */
const HASTY_MS = 10_000;
/** The part of a token's life after which the next one is fetched, and the longest wait for it in ms. */
const REFRESH_AT = 0.8;
const MAX_REFRESH_MS = 24 * 60 * 60_000;

const UNKNOWN: ProjectAccess = { kind: 'unknown' };
const NO_TOKEN: ProtocolError = { code: 'unauthorized', message: 'There is no way into this project here' };

/** The tokens this tab holds, one a project, and what the server made of them. */
export class ProjectAccesses {
	readonly changes = new Emitter<AccessChange>();
	readonly #entries = new Map<ProjectId, Entry>();
	readonly #clock: Clock;
	readonly #random: Random;
	readonly #present: (held: HeldToken) => void;

	/** `present` shows a token to the server, if there is a line. */
	constructor(clock: Clock, random: Random, present: (held: HeldToken) => void) {
		this.#clock = clock;
		this.#random = random;
		this.#present = present;
	}

	of(projectId: ProjectId): ProjectAccess {
		return this.#entries.get(projectId)?.access ?? UNKNOWN;
	}

	/** Whether there is a token worth presenting. */
	isUsable(projectId: ProjectId): boolean {
		const entry = this.#entries.get(projectId);
		return entry !== undefined && isPresentable(entry);
	}

	/** Every token worth presenting. */
	usableTokens(): HeldToken[] {
		return [...this.#entries]
			.filter(([, entry]) => isPresentable(entry))
			.map(([projectId, { token }]) => ({ projectId, token }));
	}

	/** Keeps the token; false when it is the one already held and not refused. Null: the source is asked for the first. */
	hold(projectId: ProjectId, token: string | null, source: TokenSource | null = null): boolean {
		const entry = this.#entries.get(projectId);
		const isHeld = token === null ? (entry?.source ?? null) !== null : entry?.token === token;
		if (isHeld && entry?.access.kind !== 'refused') return false;
		if (entry) cancelAll(entry);
		const access = entry && entry.access.kind !== 'refused' ? entry.access : UNKNOWN;
		const held: Entry = {
			token: token ?? '',
			source,
			access,
			fresh: true,
			attempt: 0,
			cancelRetry: null,
			refreshing: false,
			cancelPause: null,
			unproven: false,
			refreshedAt: -Infinity,
			cancelRefresh: null,
		};
		this.#entries.set(projectId, held);
		if (entry && entry.access !== access) this.changes.emit({ projectId, access });
		if (token === null) void this.#refresh(projectId, held, NO_TOKEN);
		return true;
	}

	forget(projectId: ProjectId): void {
		const entry = this.#entries.get(projectId);
		if (entry) cancelAll(entry);
		if (this.#entries.delete(projectId)) this.changes.emit({ projectId, access: UNKNOWN });
	}

	/** The server let us in: for so many seconds, or (0) until it says otherwise. */
	granted(projectId: ProjectId, role: ProjectRole, expiresIn: number): void {
		const entry = this.#entries.get(projectId);
		if (!entry) return;
		const isSame = entry.access.kind === 'granted' && entry.access.role === role;
		const isNews = entry.fresh || !isSame;
		entry.attempt = 0;
		entry.unproven = entry.fresh = false;
		this.#planRefresh(projectId, entry, expiresIn);
		if (!isNews) return;
		this.#set(projectId, entry, { kind: 'granted', role });
	}

	/** Takes the server's no: a final one is kept, a passing one presents the token, or a newer one, again. */
	failed(projectId: ProjectId, error: ProtocolError): void {
		const entry = this.#entries.get(projectId);
		if (!entry) return;
		const isOver = error.code === 'unauthorized' || error.code === 'forbidden';
		if (isOver && entry.source && !entry.unproven) return void this.#refresh(projectId, entry, error);
		if (this.#refuse(projectId, entry, error)) return;
		entry.cancelRetry?.();
		const delay = backoffDelay(entry.attempt++, this.#random, (error.retryAfter ?? 0) * 1000);
		entry.cancelRetry = this.#clock.after(delay, () => {
			entry.cancelRetry = null;
			this.#present({ projectId, token: entry.token });
		});
	}

	/** A new line presents every token anyway: forgets the planned retries. */
	cancelRetries(): void {
		for (const entry of this.#entries.values()) {
			entry.cancelRetry?.();
			entry.cancelRetry = null;
		}
	}

	/** Lets refused tokens be tried once more. */
	reconsider(): void {
		for (const [projectId, entry] of this.#entries) {
			if (entry.access.kind !== 'refused') continue;
			this.#set(projectId, entry, UNKNOWN);
			entry.unproven = false;
			if (entry.token === '') void this.#refresh(projectId, entry, NO_TOKEN);
		}
	}

	/** Ends every wait. */
	dispose(): void {
		for (const entry of this.#entries.values()) cancelAll(entry);
		this.#entries.clear();
		this.changes.clear();
	}

	#planRefresh(projectId: ProjectId, entry: Entry, expiresIn: number): void {
		entry.cancelRefresh?.();
		entry.cancelRefresh = null;
		if (expiresIn === 0 || !entry.source) return;
		const delay = Math.min(MAX_REFRESH_MS, expiresIn * 1000 * REFRESH_AT);
		entry.cancelRefresh = this.#clock.after(delay, () => {
			entry.cancelRefresh = null;
			// A token of years: the wait is in days.
			if (delay === MAX_REFRESH_MS) this.#planRefresh(projectId, entry, expiresIn - delay / 1000);
			else void this.#refresh(projectId, entry, null);
		});
	}

	/** Asks the source, once at a time. `complaint`: what the server says of the present token; null: it still holds. */
	async #refresh(projectId: ProjectId, entry: Entry, complaint: ProtocolError | null): Promise<void> {
		if (entry.refreshing || !entry.source) return;
		entry.refreshing = true;
		await this.#pause(entry);
		const { token: stale } = entry;
		try {
			const fresh = await entry.source(stale);
			entry.refreshing = false;
			if (this.#entries.get(projectId) !== entry) return;
			if (typeof fresh === 'string' && fresh !== stale) {
				entry.token = fresh;
				entry.unproven = true;
				this.#present({ projectId, token: fresh });
			} else if (complaint === null) return;
			else if (fresh !== null && typeof fresh !== 'string') this.#end(projectId, entry, fresh);
			else this.#refuse(projectId, entry, complaint);
		} catch {
			// The source is out of reach, perhaps with the network: what it would say is not known yet.
			entry.refreshing = false;
			if (this.#entries.get(projectId) === entry) void this.#refresh(projectId, entry, complaint);
		}
	}

	/** Nobody is asked in a tight loop, whatever goes wrong. */
	#pause(entry: Entry): Promise<void> {
		const isHasty = this.#clock.now() - entry.refreshedAt < HASTY_MS;
		const delay = isHasty ? backoffDelay(entry.attempt++, this.#random, 1_000) : 0;
		return new Promise((resolve) => {
			const run = () => {
				entry.cancelPause = null;
				entry.refreshedAt = this.#clock.now();
				resolve();
			};
			if (delay === 0) return run();
			const cancel = this.#clock.after(delay, run);
			entry.cancelPause = () => {
				cancel();
				entry.refreshing = false;
			};
		});
	}

	/** False: it may pass. */
	#refuse(projectId: ProjectId, entry: Entry, error: ProtocolError): boolean {
		const refusal = refusalOf(error);
		if (refusal === null) return false;
		const reason = refusal === 'unauthorized' && entry.access.kind === 'granted' ? 'expired' : refusal;
		this.#end(projectId, entry, { reason, message: error.message });
		return true;
	}

	#end(projectId: ProjectId, entry: Entry, refusal: TokenRefusal): void {
		cancelAll(entry);
		this.#set(projectId, entry, { kind: 'refused', ...refusal });
	}

	#set(projectId: ProjectId, entry: Entry, access: ProjectAccess): void {
		entry.access = access;
		this.changes.emit({ projectId, access });
	}
}

const isPresentable = ({ token, access }: Entry): boolean => token !== '' && access.kind !== 'refused';

function cancelAll(entry: Entry): void {
	for (const cancel of [entry.cancelRetry, entry.cancelRefresh, entry.cancelPause]) cancel?.();
	entry.cancelRetry = entry.cancelRefresh = entry.cancelPause = null;
}

function refusalOf(error: ProtocolError): AccessRefusal | null {
	switch (error.code) {
		case 'forbidden':
			return 'revoked';
		case 'unauthorized':
		case 'invalid':
		case 'too-large':
		case 'epoch':
			return 'unauthorized';
		case 'not-found':
			return 'not-found';
		case 'rate-limited':
		case 'server':
		case 'unavailable':
		case 'gap':
		case 'quota': // from here on about assets
		case 'storage-full':
		case 'conflict':
		case 'mismatch':
		case 'stale': // about records
			return null;
	}
}
