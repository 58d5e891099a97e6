import { nameOf, type Endpoint } from '#lib/protocol/api/endpoint.ts';
import type { KeptRequest } from '#lib/protocol/api/kept-request.ts';
import {
	acceptJoinRequest,
	changeMember,
	declineJoinRequest,
	leaveProject,
	removeMember,
	revokeInvitation,
} from '#lib/protocol/api/members.ts';
import { PROJECT_ROLES, type ProjectRole } from '#lib/protocol/permissions.ts';

/** What waits to be sent about one member. */
export type WaitingChange =
	{ readonly kind: 'removed' | 'leaving' } | { readonly kind: 'role'; readonly role: ProjectRole };

/** What of a device's outbox is about the members of one project. */
export class WaitingChanges {
	readonly #requests: readonly KeptRequest[];

	constructor(requests: readonly KeptRequest[], projectId: string) {
		this.#requests = requests.filter((one) => paramsOf(one)['projectId'] === projectId);
	}

	get isEmpty(): boolean {
		return this.#requests.length === 0;
	}

	/** The last word about a member; null: nothing waits. */
	ofMember(userId: string, isSelf: boolean): WaitingChange | null {
		if (this.#find(removeMember, { userId })) return { kind: 'removed' };
		if (isSelf && this.#find(leaveProject, {})) return { kind: 'leaving' };
		const { body } = (this.#find(changeMember, { userId })?.input ?? {}) as {
			readonly body?: { role?: unknown };
		};
		const role = PROJECT_ROLES.find((one) => one === body?.role);
		return role ? { kind: 'role', role } : null;
	}

	revokes(invitationId: string): boolean {
		return this.#find(revokeInvitation, { invitationId }) !== undefined;
	}

	answers(requestId: string): boolean {
		return [acceptJoinRequest, declineJoinRequest].some((one) => this.#find(one, { requestId }));
	}

	#find(endpoint: Endpoint, params: Readonly<Record<string, string>>): KeptRequest | undefined {
		return this.#requests.findLast(
			(one) =>
				one.endpoint === nameOf(endpoint) &&
				Object.entries(params).every(([name, value]) => paramsOf(one)[name] === value),
		);
	}
}

// Rows of the outbox are plain JSON of whatever version of the app.
function paramsOf({ input }: KeptRequest): Readonly<Record<string, unknown>> {
	const { params } = (input ?? {}) as { readonly params?: Readonly<Record<string, unknown>> };
	return params ?? {};
}
