import { err, type Result } from '../base/result.ts';
import { deleteProject, leaveProject } from '../protocol/api/members.ts';
import { mayInProject, type ProjectRole } from '../protocol/permissions.ts';
import { m } from '../paraglide/messages.js';
import type { ApiProblem } from '../sync/api-problem.ts';
import { subjectOf } from '../sync/outbox-order.ts';
import type { Outbox } from '../sync/outbox.ts';
import { settleChange, type Changed } from './asked-change.ts';
import type { DeviceParts } from './parts.ts';

/** Gone for everybody, or only out of one's own list. */
export type GivingUp = 'delete' | 'leave';

/** A project of the account, wherever it is. */
export type GivenUp = { readonly id: string; readonly title: string; readonly role: ProjectRole };

type Parts = {
	readonly outbox: Pick<Outbox, 'add' | 'drop' | 'list' | 'onChange' | 'state'>;
	readonly clock: DeviceParts['clock'];
};

/** What somebody of this role can do to have it in their list no more. */
export const givingUpOf = (role: ProjectRole): GivingUp =>
	mayInProject(role, 'project.delete') ? 'delete' : 'leave';

/**
 * Takes a project off the account: by a request of the outbox, which waits while the server is away. Of this device
 * nothing goes by that.
 */
export async function giveUpProject(
	parts: Parts,
	{ id, title, role }: GivenUp,
): Promise<Result<Changed, ApiProblem>> {
	const isDeleted = givingUpOf(role) === 'delete';
	const endpoint = isDeleted ? deleteProject : leaveProject;
	const input = { params: { projectId: id } };
	const summary = isDeleted ? m.projects_delete_waiting({ title }) : m.projects_leave_waiting({ title });
	// What else was asked of it is worth nothing then; refused, it would hold this up.
	const subject = subjectOf({ endpoint: '', input });
	for (const request of (await parts.outbox.list()) ?? []) {
		if (request.state.kind !== 'sending' && subjectOf(request) === subject)
			await parts.outbox.drop(request.key);
	}
	const added = await parts.outbox.add(endpoint, input, summary);
	if (!added) return err({ code: 'signed-out', message: 'Nobody is signed in' });
	return settleChange(parts, added.request.key);
}
