export const PROJECT_ROLES = ['owner', 'editor', 'commenter', 'viewer', 'player'] as const;
export type ProjectRole = (typeof PROJECT_ROLES)[number];

const OWNER = ['owner'] as const;
const WRITERS = ['owner', 'editor'] as const;
const READERS = ['owner', 'editor', 'commenter', 'viewer'] as const;

/** What people may do in one project, by their role in it: as a member, or by a link. */
export const PROJECT_PERMISSIONS = {
	'project.read': READERS,
	'project.presence': READERS,
	'project.comment': ['owner', 'editor', 'commenter'],
	'game.scene.create': WRITERS,
	'game.entity.modify': WRITERS,
	'project.asset.add': WRITERS,
	'project.member.list': READERS,
	'project.member.manage': OWNER,
	'project.link.manage': OWNER,
	'project.describe': OWNER,
	'project.transfer': OWNER,
	'project.delete': OWNER,
	'project.play': PROJECT_ROLES,
} as const satisfies Record<string, readonly ProjectRole[]>;

export type ProjectPermission = keyof typeof PROJECT_PERMISSIONS;

/** Whether the role has the permission. A role that only a later version knows has none. */
export const mayInProject = (role: ProjectRole, permission: ProjectPermission): boolean =>
	(PROJECT_PERMISSIONS[permission] as readonly ProjectRole[]).includes(role);
