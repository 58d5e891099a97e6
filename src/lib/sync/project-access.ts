import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { ProjectId } from '../base/ids.ts';
import type { Random } from '../base/random.ts';
import type { ProtocolError } from '../protocol/errors.ts';
import type { Role } from '../protocol/roles.ts';
import { backoffDelay } from './backoff.ts';

/** What the server lets us do in one project, as far as we know. A role outlives the connection that told it. */
export type ProjectAccess =
	| { readonly kind: 'unknown' }
	| { readonly kind: 'granted'; readonly role: Role }
	| { readonly kind: 'refused'; readonly reason: AccessRefusal; readonly message: string };

export type AccessRefusal = 'revoked' | 'unauthorized' | 'not-found';

export type AccessChange = { readonly projectId: ProjectId; readonly access: ProjectAccess };

type Entry = { token: string; access: ProjectAccess; attempt: number; cancelRetry: Dispose | null };

const UNKNOWN: ProjectAccess = { kind: 'unknown' };

/** The tokens this tab holds, one a project, and what the server made of them. */
export class ProjectAccesses {
	readonly changes = new Emitter<AccessChange>();
	readonly #entries = new Map<ProjectId, Entry>();
	readonly #clock: Clock;
	readonly #random: Random;

	constructor(clock: Clock, random: Random) {
		this.#clock = clock;
		this.#random = random;
	}

	of(projectId: ProjectId): ProjectAccess {
		return this.#entries.get(projectId)?.access ?? UNKNOWN;
	}

	/** Whether there is a token worth presenting. */
	isUsable(projectId: ProjectId): boolean {
		const entry = this.#entries.get(projectId);
		return entry !== undefined && entry.access.kind !== 'refused';
	}

	/** Every token worth presenting. */
	usableTokens(): { projectId: ProjectId; token: string }[] {
		return [...this.#entries]
			.filter(([, { access }]) => access.kind !== 'refused')
			.map(([projectId, { token }]) => ({ projectId, token }));
	}

	/** Keeps the token; false when it is the one already held and not refused. */
	hold(projectId: ProjectId, token: string): boolean {
		const entry = this.#entries.get(projectId);
		if (entry?.token === token && entry.access.kind !== 'refused') return false;
		entry?.cancelRetry?.();
		const access = entry && entry.access.kind !== 'refused' ? entry.access : UNKNOWN;
		this.#entries.set(projectId, { token, access, attempt: 0, cancelRetry: null });
		if (entry && entry.access !== access) this.changes.emit({ projectId, access });
		return true;
	}

	forget(projectId: ProjectId): void {
		this.#entries.get(projectId)?.cancelRetry?.();
		if (this.#entries.delete(projectId)) this.changes.emit({ projectId, access: UNKNOWN });
	}

	granted(projectId: ProjectId, role: Role): void {
		const entry = this.#entries.get(projectId);
		if (!entry) return;
		entry.attempt = 0;
		if (entry.access.kind === 'granted' && entry.access.role === role) return;
		this.#set(projectId, entry, { kind: 'granted', role });
	}

	/** Takes the server's no: a final one is kept, a passing one presents the token again through `again`. */
	failed(projectId: ProjectId, error: ProtocolError, again: (token: string) => void): void {
		const entry = this.#entries.get(projectId);
		if (!entry) return;
		const refusal = refusalOf(error);
		// Once let in, a no means that somebody took the permission back.
		const reason = refusal === 'unauthorized' && entry.access.kind === 'granted' ? 'revoked' : refusal;
		if (reason) return this.#set(projectId, entry, { kind: 'refused', reason, message: error.message });
		entry.cancelRetry?.();
		const delay = backoffDelay(entry.attempt++, this.#random, (error.retryAfter ?? 0) * 1000);
		entry.cancelRetry = this.#clock.after(delay, () => {
			entry.cancelRetry = null;
			again(entry.token);
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
			if (entry.access.kind === 'refused') this.#set(projectId, entry, UNKNOWN);
		}
	}

	#set(projectId: ProjectId, entry: Entry, access: ProjectAccess): void {
		entry.access = access;
		this.changes.emit({ projectId, access });
	}
}

function refusalOf(error: ProtocolError): AccessRefusal | null {
	switch (error.code) {
		case 'forbidden':
			return 'revoked';
		case 'unauthorized':
		case 'invalid':
			return 'unauthorized';
		case 'not-found':
			return 'not-found';
		case 'rate-limited':
		case 'server':
		case 'unavailable':
			return null;
	}
}
