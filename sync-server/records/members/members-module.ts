import { nanoid } from 'nanoid';
import type { ProjectId } from '#lib/base/ids.ts';
import type { Result } from '#lib/base/result.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import type { ProjectRole } from '#lib/protocol/permissions.ts';
import type { Call, FindProjectRole, PresentRights, RecordsContext, RecordsModule } from '../module.ts';
import type { PersonalLists } from '../accounts/personal-export.ts';
import type { Access } from '../projects/access.ts';
import type { Memberships, People } from '../projects/people.ts';
import type { Storage } from '../../storage/open-storage.ts';
import { invitationRoutes } from './invitation-routes.ts';
import { InvitationStore } from './invitation-store.ts';
import { JoinRequestStore } from './join-request-store.ts';
import { eraseMember, exportMember } from './member-data.ts';
import type { MemberParts } from './member-parts.ts';
import { memberRoutes } from './member-routes.ts';
import { MemberStore } from './member-store.ts';
import { MEMBER_TABLES } from './member-tables.ts';
import { ProjectPurge } from './project-purge.ts';
import { projectRoutes, removeProject } from './project-routes.ts';
import { requestRoutes } from './request-routes.ts';

type Parts = {
	readonly context: RecordsContext;
	readonly storage: Pick<Storage, 'blobs' | 'uploads' | 'tokens'>;
	readonly access: Access;
	readonly people: People;
};

export type Members = {
	readonly module: RecordsModule;
	readonly projectRole: FindProjectRole;
	/** A member's role this very moment. */
	readonly presentRole: PresentRights['projectRole'];
	/** Takes a project off the server for whoever looks after it. */
	removeProject(projectId: ProjectId, call: Call): Promise<Result<undefined, ProtocolError>>;
	/** What is kept of a person here: for who takes it with them, or has it erased. */
	readonly personalData: {
		readonly name: string;
		exportOf(userId: string): PersonalLists;
		/** Inside the transaction in which the account goes. */
		erase(userId: string): void;
	};
};

/** Members: who may what in which project, how they get in and out, and what becomes of the project. */
export function createMembers({ context, storage, access, people }: Parts): Members {
	const members = new MemberStore(context);
	const { blobs, uploads, tokens } = storage;
	const parts: MemberParts = {
		context,
		members,
		invitations: new InvitationStore(context),
		requests: new JoinRequestStore(context),
		people,
		access,
		tokens,
		purge: new ProjectPurge({ context, members, blobs, uploads }),
		mintId: () => nanoid(22),
		mintSecret: () => nanoid(43),
	};
	// The configuration may leave the module off: then there are no tables, no members, and nothing to erase.
	let isOn = false;
	const module: RecordsModule = {
		name: 'members',
		version: '1.0.0',
		requires: ['accounts'],
		migrations: MEMBER_TABLES,
		routes: [
			...projectRoutes(parts),
			...memberRoutes(parts),
			...invitationRoutes(parts),
			...requestRoutes(parts),
		],
		start() {
			isOn = true;
			const roleOf: Memberships['roleOf'] = async (projectId, userId) => members.role(projectId, userId);
			access.recognize({ people, memberships: { roleOf } });
			parts.purge.start();
		},
		stop: () => parts.purge.stop(),
	};
	const presentRole: PresentRights['projectRole'] = (projectId, userId) =>
		isOn ? members.role(projectId, userId) : null;
	return {
		module,
		presentRole,
		projectRole: async (projectId, who, bearer) => {
			if (who) return presentRole(projectId as ProjectId, who.userId);
			return roleOfBearer(access, projectId, bearer);
		},
		removeProject: (projectId, call) => removeProject(parts, projectId, call, { by: 'admin' }),
		personalData: {
			name: 'members',
			exportOf: (userId) => (isOn ? exportMember(parts, userId) : {}),
			erase: (userId) => void (isOn && eraseMember(parts, userId)),
		},
	};
}

/**
 * What the token of a link or a claim is good for. Members come as themselves: their token for the line would have them
 * act without a name here.
 */
async function roleOfBearer(
	access: Access,
	projectId: string,
	bearer: string | null,
): Promise<ProjectRole | null> {
	const grant = bearer === null ? null : await access.authorize(bearer);
	if (!grant?.ok || grant.value.projectId !== projectId || grant.value.account) return null;
	return grant.value.role;
}
