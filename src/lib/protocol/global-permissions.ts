/** What people may do on a whole server, by their role there; each role may do what those before it may. */
export const GLOBAL_ROLES = ['guest', 'user', 'moderator', 'admin', 'super-admin'] as const;
export type GlobalRole = (typeof GLOBAL_ROLES)[number];

/**
 * The first role that has each; what they mean is said in `permission-meanings.ts`. Names follow `area.thing.act`. What only a
 * later feature asks for is named here before it, so that roles stay put.
 */
export const GLOBAL_PERMISSIONS = {
	'project.join': 'guest',
	'account.create': 'guest',
	'game.play': 'guest',
	'account.read': 'user',
	'account.change': 'user',
	'account.export': 'user',
	'account.erase': 'user',
	'project.create': 'user',
	'project.list': 'user',
	'project.request': 'user',
	'cms.content.create': 'user',
	'cms.content.delete': 'user',
	'cms.plugin.install': 'user',
	'game.release.publish': 'user',
	'racoin.transfer': 'user',
	'chat.write': 'user',
	'report.create': 'user',
	'admin.user.list': 'moderator',
	'admin.user.read': 'moderator',
	'admin.user.warn': 'moderator',
	'admin.user.suspend': 'moderator',
	'admin.content.hide': 'moderator',
	'admin.report.handle': 'moderator',
	'admin.audit.read': 'moderator',
	'admin.user.ban': 'admin',
	'admin.user.role.change': 'admin',
	'admin.project.list': 'admin',
	'admin.project.delete': 'admin',
	'admin.storage.read': 'admin',
	'admin.room.list': 'admin',
	'admin.server.read': 'admin',
	'admin.plugin.approve': 'admin',
	'admin.admin.change': 'super-admin',
	'admin.audit.export': 'super-admin',
	'admin.server.change': 'super-admin',
} as const satisfies Record<string, GlobalRole>;

export type GlobalPermission = keyof typeof GLOBAL_PERMISSIONS;

/** Whether the role, or one it builds upon, has the permission. A role that only a later version knows has none. */
export function mayGlobally(role: GlobalRole, permission: GlobalPermission): boolean {
	return GLOBAL_ROLES.indexOf(role) >= GLOBAL_ROLES.indexOf(GLOBAL_PERMISSIONS[permission]);
}
