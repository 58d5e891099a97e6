import type { ProjectId } from '#lib/base/ids.ts';
import type { ProjectRole } from '#lib/protocol/permissions.ts';

/** Whose project is whose, by account. Rejects when the records cannot be read. */
export interface Memberships {
	/** Null for who is no member. */
	roleOf(projectId: ProjectId, userId: string): Promise<ProjectRole | null>;
}

/** Who has a name. */
export type NamedPerson = { readonly userId: string; readonly handle: string; readonly name: string };

/** What accounts say of people. Rejects when the records cannot be read. */
export interface People {
	/** Whether the session goes on, and is of somebody who may be here. */
	isSignedIn(userId: string, sessionId: string): Promise<boolean>;
	nameOf(userId: string): Promise<string | null>;
	/** Nobody, for a handle that nobody has. */
	findByHandle(handle: string): Promise<NamedPerson | null>;
	/** Those of the ids that are somebody. */
	find(userIds: readonly string[]): Promise<ReadonlyMap<string, NamedPerson>>;
}

/** A server without accounts. */
export const NO_MEMBERS: { readonly memberships: Memberships; readonly people: People } = {
	memberships: { roleOf: () => Promise.resolve(null) },
	people: {
		isSignedIn: () => Promise.resolve(false),
		nameOf: () => Promise.resolve(null),
		findByHandle: () => Promise.resolve(null),
		find: () => Promise.resolve(new Map()),
	},
};
