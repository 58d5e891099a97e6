import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Clock } from '#lib/base/clock.ts';
import type { ProjectId } from '#lib/base/ids.ts';
import type { Result } from '#lib/base/result.ts';
import type { AnswerOf, Endpoint, InputOf } from '#lib/protocol/api/endpoint.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import type { GlobalRole } from '#lib/protocol/global-permissions.ts';
import type { ProjectRole } from '#lib/protocol/permissions.ts';
import type { Log } from '../ops/log.ts';

/** Somebody signed in. */
export type Person = {
	readonly userId: string;
	readonly role: GlobalRole;
	readonly sessionId: string;
};

/** What every handler knows of a request beside its own input; what the endpoint needs was checked before. */
export type Call = {
	readonly who: Person | null;
	/** The caller's role in the project of the path, by membership or link. */
	readonly projectRole: ProjectRole | null;
	/** Milliseconds since the Unix epoch. */
	readonly now: number;
	readonly requestId: string;
	/** The network address that limits go by. */
	readonly address: string;
	readonly log: Log;
	/** A header of the request; an `Origin` among them was found to be one of ours before. */
	header(name: string): string | null;
	cookie(name: string): string | null;
	/** A complete `Set-Cookie` value. */
	setCookie(cookie: string): void;
	/**
	 * Makes the change, and keeps its answer for whoever sends the request again: both, or on a refusal neither. Every
	 * change that is not `repeatable` goes through here, once. Nothing in it can wait. Whether the caller still may is
	 * asked in it once more: they may not be who they were, after whatever the handler waited for.
	 */
	commit<T>(change: () => Result<T, ProtocolError>): Result<T, ProtocolError>;
	/** For `guarded` endpoints, inside `commit`: whether `current`, what `GET` answers now, is what the caller read. */
	matches(current: unknown): Result<void, ProtocolError>;
};

/** An endpoint with what answers it. */
export type Route = {
	readonly endpoint: Endpoint;
	readonly handle: (input: InputOf<Endpoint>, call: Call) => Promise<Result<unknown, ProtocolError>>;
};

export function implement<E extends Endpoint>(
	endpoint: E,
	handle: (input: InputOf<E>, call: Call) => Promise<Result<AnswerOf<E>, ProtocolError>>,
): Route {
	return { endpoint, handle: handle };
}

/** The same for an endpoint that `streams`: each string is written as it is. */
export function implementStream<E extends Endpoint & { readonly streams: string }>(
	endpoint: E,
	handle: (
		input: InputOf<E>,
		call: Call,
	) => Promise<Result<Iterable<string> | AsyncIterable<string>, ProtocolError>>,
): Route {
	return { endpoint, handle: handle as Route['handle'] };
}

/** One feature of the records: its calls, its tables, its beginning and end. */
export type RecordsModule = {
	readonly name: string;
	readonly version: string;
	/** Modules it cannot do without: where one of them is off, the server says so instead of starting. */
	readonly requires?: readonly string[];
	/** Each brings the module's tables from its index to the next version. Never edit one that shipped. */
	readonly migrations: readonly string[];
	readonly routes: readonly Route[];
	start?(): void | Promise<void>;
	stop?(): void | Promise<void>;
};

/** One line of the audit log as a module says it; the log adds when, which request, and the chain. */
export type AuditEntry = {
	/** `area.act`, as `account.sign-in` or `member.remove`. */
	readonly act: string;
	/** A user's id, or null for nobody in particular. */
	readonly actor: string | null;
	/** What it was done to: `user:<id>`, `project:<id>` … */
	readonly subject: string;
	readonly outcome: 'done' | 'refused';
	/** Never a secret, never more than a few short fields. */
	readonly details?: Readonly<Record<string, string | number | boolean>>;
};

/** What modules are made with. */
export type RecordsContext = {
	readonly database: DatabaseSync;
	/** The statement, prepared when it is first asked for: modules are made before their tables are. */
	readonly prepare: (sql: string) => StatementSync;
	readonly clock: Clock;
	readonly log: Log;
	/** Inside the transaction of what it tells, so that there is never one without the other. */
	readonly audit: (entry: AuditEntry, call: Pick<Call, 'now' | 'requestId'>) => void;
};

/** Says who a bearer token is; null for one that is no account's, an error for one that holds no more. */
export type Identify = (bearer: string) => Promise<Result<Person | null, ProtocolError>>;

/** What the records say of people this very moment, without waiting: for inside the transaction of a change. */
export type PresentRights = {
	/** Who has the session by now; an error where it ended. */
	person(known: Person): Result<Person, ProtocolError>;
	projectRole(projectId: ProjectId, userId: string): ProjectRole | null;
};

/** The role of a person, or of whoever has the token of a link, in a project; null for none. */
export type FindProjectRole = (
	projectId: string,
	who: Person | null,
	bearer: string | null,
) => Promise<ProjectRole | null>;
