import { assert } from '../base/assert.ts';
import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { ProjectId } from '../base/ids.ts';
import type { Random } from '../base/random.ts';
import { backoffDelay } from '../sync/backoff.ts';
import type { Connection } from '../sync/connection.ts';
import type { ConnectionState } from '../sync/connection-state.ts';
import type { AccessChange, ProjectAccess } from '../sync/project-access.ts';

/** What a project goes to the server by. */
export type ServerLine = Pick<
	Connection,
	| 'state'
	| 'onChange'
	| 'access'
	| 'onAccess'
	| 'onMembers'
	| 'authorize'
	| 'forget'
	| 'join'
	| 'retry'
	| 'dispose'
>;

type Options = {
	readonly load: () => Promise<ServerLine>;
	readonly clock: Clock;
	readonly random: Random;
};

const UNKNOWN: ProjectAccess = { kind: 'unknown' };

/** The line, whose code comes with the first project that goes to the server: until then it is as one that nobody needs. */
export class LateConnection implements ServerLine {
	readonly #options: Options;
	readonly #changes = new Emitter<ConnectionState>();
	readonly #accesses = new Emitter<AccessChange>();
	readonly #members = new Emitter<ProjectId>();
	#line: ServerLine | null = null;
	#state: ConnectionState = { kind: 'idle' };
	#coming: Promise<boolean> | null = null;
	#tryNow: (() => void) | null = null;
	#disposed = false;

	constructor(options: Options) {
		this.#options = options;
	}

	/** Null: it is here. Resolves once it is, however often its code must be asked for; false when this ended before. */
	bring(): Promise<boolean> | null {
		if (this.#line) return null;
		this.#coming ??= this.#fetch();
		return this.#coming;
	}

	get state(): ConnectionState {
		return this.#line?.state ?? this.#state;
	}
	onChange(listener: (state: ConnectionState) => void): Dispose {
		return this.#changes.on(listener);
	}
	access(projectId: ProjectId): ProjectAccess {
		return this.#line?.access(projectId) ?? UNKNOWN;
	}
	onAccess(listener: (change: AccessChange) => void): Dispose {
		return this.#accesses.on(listener);
	}
	onMembers(listener: (projectId: ProjectId) => void): Dispose {
		return this.#members.on(listener);
	}
	/** Once it was brought, like joining. */
	authorize(...given: Parameters<ServerLine['authorize']>): void {
		this.#here().authorize(...given);
	}
	forget(projectId: ProjectId): void {
		this.#line?.forget(projectId);
	}
	join(...given: Parameters<ServerLine['join']>): ReturnType<ServerLine['join']> {
		return this.#here().join(...given);
	}
	retry(): void {
		if (this.#line) this.#line.retry();
		else this.#tryNow?.();
	}

	/** Idempotent. */
	dispose(): void {
		if (this.#disposed) return;
		this.#disposed = true;
		this.#tryNow?.();
		this.#line?.dispose();
		for (const emitter of [this.#changes, this.#accesses, this.#members]) emitter.clear();
	}

	#here(): ServerLine {
		assert(this.#line !== null, 'the line is brought before anything goes over it');
		return this.#line;
	}

	async #fetch(): Promise<boolean> {
		for (let attempt = 0; !this.#disposed; attempt++) {
			try {
				this.#take(await this.#options.load());
			} catch (cause) {
				await this.#pause(attempt, cause);
				continue;
			}
			return !this.#disposed;
		}
		return false;
	}

	#take(line: ServerLine): void {
		if (this.#disposed) return line.dispose();
		this.#line = line;
		line.onChange((state) => this.#changes.emit(state));
		line.onAccess((change) => this.#accesses.emit(change));
		line.onMembers((projectId) => this.#members.emit(projectId));
		if (this.#state.kind !== line.state.kind) this.#changes.emit(line.state);
	}

	/** Told as what it is to who works here: no server can be reached. */
	async #pause(attempt: number, cause: unknown): Promise<void> {
		if (this.#disposed) return;
		const { clock, random } = this.#options;
		const delay = backoffDelay(attempt, random);
		const reason = `What speaks to the server could not be fetched (${String(cause)})`;
		this.#state = { kind: 'waiting', retryAt: clock.now() + delay, reason, restarting: false };
		const { promise, resolve } = Promise.withResolvers<void>();
		const cancel = clock.after(delay, resolve);
		this.#tryNow = resolve;
		this.#changes.emit(this.#state);
		await promise;
		cancel();
		this.#tryNow = null;
	}
}
