import type { ProtocolError } from '#lib/protocol/errors.ts';
import type { Person, RecordsContext } from '../module.ts';
import type { ChallengeStore } from './challenge-store.ts';
import type { MethodStore } from './method-store.ts';
import type { PasswordHasher } from './password-hasher.ts';
import type { PersonalLists } from './personal-export.ts';
import type { PasswordRules } from './password-rules.ts';
import type { SessionStore } from './session-store.ts';
import type { Sessions } from './sessions.ts';
import type { SetupCode } from './setup-code.ts';
import type { SignInBrake } from './sign-in-brake.ts';
import type { User, UserStore } from './user-store.ts';

/** What another module keeps of people: it goes into what they may take with them, and shares the fate of their account. */
export type PersonalData = {
	/** The key in the export. */
	readonly name: string;
	exportOf(userId: string): PersonalLists;
	/** Inside the transaction in which the account goes; before its row does. */
	erase(userId: string): void;
};

/** What the calls of accounts are made of. */
export type AccountParts = {
	readonly context: RecordsContext;
	readonly users: UserStore;
	readonly methods: MethodStore;
	readonly challenges: ChallengeStore;
	readonly sessionStore: SessionStore;
	readonly sessions: Sessions;
	readonly hasher: PasswordHasher;
	readonly rules: PasswordRules;
	readonly brake: SignInBrake;
	readonly setupCode: SetupCode;
	/** The handle of who is to be SuperAdmin by the configuration; empty for nobody. */
	readonly firstAdmin: string;
	/** Filled by other modules as they are made. */
	readonly personalData: readonly PersonalData[];
};

export const HANDLE_TAKEN: ProtocolError = {
	code: 'conflict',
	field: 'handle',
	message: 'Somebody has this name already. Choose another',
};

export const HANDLE_KEPT: ProtocolError = {
	code: 'conflict',
	field: 'handle',
	message:
		'This name is kept for who looks after this server. Choose another, or show the setup code in its log',
};

/** Whether a name would make whoever takes it SuperAdmin at the next start: nobody gets it by coming first. */
export const isKept = ({ users, firstAdmin }: AccountParts, handle: string): boolean =>
	handle === firstAdmin && !users.hasRole('super-admin');

/** What somebody suspended is told, who has shown that it is them. */
export const suspendedBecause = ({ suspendedFor }: Pick<User, 'suspendedFor'>): ProtocolError => ({
	code: 'forbidden',
	message: `This account is suspended${suspendedFor === null ? '' : ` (${suspendedFor})`}. Ask whoever runs this server`,
});

/** Who asks, where the endpoint needs an account: the door let nobody else through. */
export function whoOf(who: Person | null): Person {
	if (!who) throw new Error('An endpoint that needs an account was served without one');
	return who;
}
