import { m } from '#lib/paraglide/messages.js';
import { mayGlobally, type GlobalPermission } from '#lib/protocol/global-permissions.ts';
import type { AdminPort } from './admin-port.ts';
import { AuditView } from './audit-view.svelte.ts';
import { LiveView } from './live-view.svelte.ts';
import { ProjectsView } from './projects-view.svelte.ts';
import { StorageView } from './storage-view.svelte.ts';
import { UsersView } from './users-view.svelte.ts';

export const ADMIN_TABS = ['users', 'projects', 'storage', 'live', 'audit'] as const;
export type AdminTab = (typeof ADMIN_TABS)[number];

const NEEDS = {
	users: 'admin.user.list',
	projects: 'admin.project.list',
	storage: 'admin.storage.read',
	live: 'admin.room.list',
	audit: 'admin.audit.read',
} as const satisfies Record<AdminTab, GlobalPermission>;

/** Who stands before the page: not asked yet, nobody, somebody who may see nothing of it, or somebody who may. */
export type Standing = 'asking' | 'signed-out' | 'closed' | 'open';

/** Looking after a server. Nothing is asked of the server that the person may not see. */
export class AdminScreen {
	readonly port: AdminPort;
	readonly users: UsersView;
	readonly projects: ProjectsView;
	readonly storage: StorageView;
	readonly live: LiveView;
	readonly audit: AuditView;
	#confirmed = $state.raw(false);

	constructor(port: AdminPort) {
		this.port = port;
		this.users = new UsersView(port);
		this.projects = new ProjectsView(port);
		this.storage = new StorageView(port);
		this.live = new LiveView(port);
		this.audit = new AuditView(port);
	}

	get standing(): Standing {
		if (!this.#confirmed) return 'asking';
		const { kind } = this.port.store.state;
		if (kind !== 'signed-in' && kind !== 'known') return 'signed-out';
		return this.tabs.length > 0 ? 'open' : 'closed';
	}
	/** Those the person may look at. */
	get tabs(): readonly { readonly id: AdminTab; readonly label: string }[] {
		return ADMIN_TABS.filter((tab) => this.may(NEEDS[tab])).map((id) => ({ id, label: LABELS[id]() }));
	}
	/** The server cannot be reached: what it would do cannot be asked of it. Null when it can. */
	get away(): string | null {
		const { state } = this.port.store;
		return state.kind === 'known' && state.trouble ? m.admin_needs_server() : null;
	}

	may(permission: GlobalPermission): boolean {
		const { state } = this.port.store;
		if (state.kind !== 'signed-in' && state.kind !== 'known') return false;
		return mayGlobally(state.user.role, permission);
	}

	/** Asks who this is now: a role may have been given or taken since. */
	async enter(): Promise<void> {
		await this.port.store.confirm();
		this.#confirmed = true;
	}

	dispose(): void {
		this.users.dispose();
		this.projects.dispose();
		this.storage.rest();
	}
}

const LABELS: Readonly<Record<AdminTab, () => string>> = {
	users: m.admin_tab_users,
	projects: m.admin_tab_projects,
	storage: m.admin_tab_storage,
	live: m.admin_tab_live,
	audit: m.admin_tab_audit,
};
