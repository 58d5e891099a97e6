import type { Accounts } from '../accounts/accounts-module.ts';
import type { User } from '../accounts/user-store.ts';
import type { NamedPerson, People } from '../projects/people.ts';

/** People as accounts have them. */
export function accountPeople({ sessions, users }: Pick<Accounts, 'sessions' | 'users'>): People {
	return {
		isSignedIn: async (userId, sessionId) => sessions.find(sessionId)?.userId === userId,
		nameOf: async (userId) => users.read(userId)?.displayName ?? null,
		findByHandle: async (handle) => named(users.byHandle(handle)),
		async find(userIds) {
			const found = [...new Set(userIds)].flatMap((userId) => named(users.read(userId)) ?? []);
			return new Map(found.map((person) => [person.userId, person]));
		},
	};
}

const named = (user: User | null): NamedPerson | null =>
	user && { userId: user.userId, handle: user.handle, name: user.displayName };
