import type * as v from 'valibot';
import type { DoorPorts } from '../http/api/admit.ts';
import type { Storage } from '../storage/open-storage.ts';
import { AccountSettings } from './accounts/account-options.ts';
import { createAccounts, type AccountOptions } from './accounts/accounts-module.ts';
import { createAdmin } from './admin/admin-module.ts';
import type { LiveDocuments } from './admin/live-documents.ts';
import type { ProjectActivity } from './admin/project-activity.ts';
import { auditModule } from './audit/audit-module.ts';
import type { RecordsContext, RecordsModule } from './module.ts';
import { accountPeople } from './members/account-people.ts';
import { createMembers, type Members } from './members/members-module.ts';
import type { Access } from './projects/access.ts';

/** What modules can be made of, beside what each of them gets. */
export type ModuleParts = {
	readonly context: RecordsContext;
	readonly storage: Storage;
	readonly access: Access;
	/** What is open now. */
	readonly live: LiveDocuments;
	readonly activity: ProjectActivity;
	readonly accounts?: AccountOptions;
	/** What the configuration says of this module, as its schema makes it. Throws `StartError` when it may not be. */
	readonly options: <S extends v.GenericSchema>(module: string, schema: S) => v.InferOutput<S>;
};

/** All modules there are, in the order they start, and who knows people and their roles. */
export type Modules = DoorPorts & { readonly all: readonly RecordsModule[] };

/** Makes every module; the configuration says which of them are on. */
export function createModules(parts: ModuleParts): Modules {
	const { context, storage, access, live, activity, options, accounts: given } = parts;
	const accounts = createAccounts(context, storage.accountKeys, {
		...options('accounts', AccountSettings),
		...given,
	});
	const members = createMembers({ context, storage, access, people: accountPeople(accounts) });
	accounts.addPersonalData(members.personalData);
	accounts.sessions.onEnded(() => access.recheck());
	const removeProject: Members['removeProject'] = (projectId, call) => members.removeProject(projectId, call);
	const admin = createAdmin({ context, storage, live, activity, removeProject });
	return {
		all: [auditModule(context), accounts.module, members.module, admin],
		identify: accounts.identify,
		projectRole: members.projectRole,
		present: {
			person: (known) => accounts.sessions.confirm(known),
			projectRole: members.presentRole,
		},
	};
}
