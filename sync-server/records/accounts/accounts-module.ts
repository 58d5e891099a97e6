import type { Dispose } from '#lib/base/disposer.ts';
import type { Identify, RecordsContext, RecordsModule } from '../module.ts';
import type { AccountKeys } from './account-keys.ts';
import type { AccountParts, PersonalData } from './account-parts.ts';
import { ACCOUNT_TABLES } from './account-tables.ts';
import { ChallengeStore } from './challenge-store.ts';
import { Entrance } from './entrance.ts';
import { MethodStore } from './method-store.ts';
import type { ProviderOptions } from './account-options.ts';
import { passkeyRoutes } from './passkey-routes.ts';
import { PasswordHasher, type HashCost } from './password-hasher.ts';
import { PasswordRules } from './password-rules.ts';
import { profileRoutes } from './profile-routes.ts';
import { providerRoutes } from './provider-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { SessionStore } from './session-store.ts';
import type { SessionTimes } from './session-times.ts';
import { Sessions } from './sessions.ts';
import { SetupCode } from './setup-code.ts';
import { SignInBrake } from './sign-in-brake.ts';
import { userRoutes } from './user-routes.ts';
import { UserStore } from './user-store.ts';

const SWEEP_MS = 60 * 60 * 1000;

export type AccountOptions = {
	/** The handle of an account that becomes SuperAdmin at the start, while nobody is. */
	readonly firstAdmin?: string;
	readonly providers?: readonly ProviderOptions[];
	readonly times?: SessionTimes;
	/** Lower for tests. */
	readonly hashCost?: HashCost;
};

export type Accounts = {
	readonly module: RecordsModule;
	readonly identify: Identify;
	/** Sessions, for whoever has to know when one ends. */
	readonly sessions: Sessions;
	readonly users: UserStore;
	/** Has another module's data of people go into their export, and go with them. */
	addPersonalData(data: PersonalData): void;
};

/** Accounts: who people are, how they get in, and what is theirs. */
export function createAccounts(
	context: RecordsContext,
	keys: AccountKeys,
	options: AccountOptions = {},
): Accounts {
	const { times, hashCost, firstAdmin = '', providers = [] } = options;
	const users = new UserStore(context);
	const sessionStore = new SessionStore(context);
	const personalData: PersonalData[] = [];
	const sessions = new Sessions({ context, keys, users, sessions: sessionStore, ...(times && { times }) });
	const setupCode = new SetupCode(users);
	const parts: AccountParts = {
		context,
		users,
		sessionStore,
		sessions,
		setupCode,
		personalData,
		firstAdmin,
		methods: new MethodStore(context),
		challenges: new ChallengeStore(context),
		hasher: new PasswordHasher(hashCost),
		rules: new PasswordRules(),
		brake: new SignInBrake(context.clock),
	};
	const entrance = new Entrance(parts);
	let stopSweeping: Dispose = () => {};
	const sweep = (): void => {
		sessions.sweep();
		stopSweeping = context.clock.after(SWEEP_MS, sweep);
	};
	const module: RecordsModule = {
		name: 'accounts',
		version: '1.0.0',
		migrations: ACCOUNT_TABLES,
		routes: [
			...sessionRoutes(parts, entrance),
			...profileRoutes(parts, entrance),
			...passkeyRoutes(parts),
			...providerRoutes(parts, entrance, providers),
			...userRoutes(parts),
		],
		start() {
			appointFirstAdmin(parts, firstAdmin);
			setupCode.announce(context.log);
			sweep();
		},
		stop: () => stopSweeping(),
	};
	return {
		module,
		identify: sessions.identify,
		sessions,
		users,
		addPersonalData: (data) => void personalData.push(data),
	};
}

function appointFirstAdmin({ users, context }: AccountParts, handle: string): void {
	if (handle === '' || users.hasRole('super-admin')) return;
	const user = users.byHandle(handle);
	if (!user) {
		context.log.warn(
			'The first admin of the configuration has no account yet; the name is kept for the setup code',
			{ handle },
		);
		return;
	}
	users.setRole(user.userId, 'super-admin');
	const subject = `user:${user.userId}`;
	const details = { from: user.role, to: 'super-admin' };
	const call = { now: context.clock.now(), requestId: 'start' };
	context.audit({ act: 'user.role', actor: null, subject, outcome: 'done', details }, call);
}
