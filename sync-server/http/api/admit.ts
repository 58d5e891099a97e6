import { parseProjectId, type ProjectId } from '#lib/base/ids.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { Need } from '#lib/protocol/api/endpoint.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import { mayGlobally } from '#lib/protocol/global-permissions.ts';
import { mayInProject, type ProjectRole } from '#lib/protocol/permissions.ts';
import type { FindProjectRole, Identify, Person, PresentRights } from '../../records/module.ts';

/** Who knows people, and their roles in projects. */
export type DoorPorts = {
	readonly identify: Identify;
	readonly projectRole: FindProjectRole;
	readonly present: PresentRights;
};

/** Who sends a request: nobody, somebody, or somebody whose token holds no more, and why. */
export type Caller = {
	readonly bearer: string | null;
	readonly who: Person | null;
	readonly fault: ProtocolError | null;
};

const NOBODY: ProtocolError = { code: 'unauthorized', message: 'Sign in first' };
// The same words whether or not the project exists.
const NO_PROJECT: ProtocolError = { code: 'forbidden', message: 'You have no role in this project' };
const ANOTHER_ROLE: ProtocolError = {
	code: 'conflict',
	message: 'Your role was changed meanwhile. Nothing was done; try again',
};

/** Reads the bearer token of a request. */
export async function readCaller(authorization: string | undefined, identify: Identify): Promise<Caller> {
	const [, bearer = null] = /^Bearer (\S+)$/i.exec(authorization ?? '') ?? [];
	if (bearer === null) return { bearer, who: null, fault: null };
	const person = await identify(bearer);
	return person.ok ? { bearer, who: person.value, fault: null } : { bearer, who: null, fault: person.error };
}

/** Who the caller is by now: what came before may have taken its time. */
export function readAgain(caller: Caller, present: PresentRights): Caller {
	if (!caller.who) return caller;
	const person = present.person(caller.who);
	return person.ok ? { ...caller, who: person.value } : { ...caller, who: null, fault: person.error };
}

/** Whether the caller may; answers their role in the project of the path, when the endpoint needs one. */
export async function admit(
	needs: Need,
	caller: Caller,
	projectId: string | undefined,
	findRole: FindProjectRole,
): Promise<Result<ProjectRole | null, ProtocolError>> {
	const { who, bearer, fault } = caller;
	if (!isOfProject(needs) || fault || bearer === null) return judge(needs, caller, null);
	const id = parseProjectId(projectId);
	if (!id.ok) return err({ code: 'invalid', field: 'projectId', message: id.error });
	return judge(needs, caller, await findRole(id.value, who, bearer));
}

/**
 * Whether somebody who was let in would be let in again, as who they were: for inside a transaction, so for people
 * alone. Who comes by another token is asked for it right before a handler, which has nothing to wait for then.
 */
export function admitAgain(
	needs: Need,
	caller: Caller,
	known: { readonly projectId: string | undefined; readonly projectRole: ProjectRole | null },
	present: PresentRights,
): Result<void, ProtocolError> {
	if (needs === 'anybody' || !caller.who) return ok();
	const again = readAgain(caller, present);
	const { userId } = caller.who;
	const role = isOfProject(needs) ? present.projectRole(known.projectId as ProjectId, userId) : null;
	const judged = judge(needs, again, role);
	if (!judged.ok) return judged;
	return judged.value === known.projectRole && again.who?.role === caller.who.role ? ok() : err(ANOTHER_ROLE);
}

function judge(
	needs: Need,
	{ who, bearer, fault }: Caller,
	role: ProjectRole | null,
): Result<ProjectRole | null, ProtocolError> {
	// Who renews or gets a token may still send the old one: where nobody need be anybody, it says nothing.
	if (needs === 'anybody') return ok(null);
	if (fault) return err(fault);
	if (needs === 'account') return who ? ok(null) : err(NOBODY);
	if ('global' in needs) {
		if (mayGlobally(who?.role ?? 'guest', needs.global)) return ok(null);
		return err(who ? forbidden(needs.global) : NOBODY);
	}
	if (bearer === null) return err(NOBODY);
	if (role === null) return err(NO_PROJECT);
	return mayInProject(role, needs.project) ? ok(role) : err(forbidden(needs.project));
}

const isOfProject = (needs: Need) => typeof needs === 'object' && 'project' in needs;

const forbidden = (permission: string): ProtocolError => ({
	code: 'forbidden',
	message: `Your role does not include "${permission}"`,
});
