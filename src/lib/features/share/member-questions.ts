import { m } from '#lib/paraglide/messages.js';
import type { Member } from '#lib/protocol/api/members.ts';
import type { ProjectRole } from '#lib/protocol/permissions.ts';
import { isolate, nameOf, roleWord } from './member-words.ts';
import type { MembersDesk } from './members-desk.svelte.ts';

/** What is asked before something that is hard to take back. */
export type Question = {
	readonly title: string;
	/** What changes by it. */
	readonly text: string;
	readonly confirm: string;
	readonly run: () => Promise<void>;
};

/** The questions before changes of members. */
export const askFirst = {
	/** Null: nothing needs to be asked. */
	role(desk: MembersDesk, member: Member, role: ProjectRole): Question | null {
		const name = nameOf(member);
		const run = () => desk.changeRole(member, role);
		if (role === 'owner') {
			const title = m.members_make_owner_title({ name });
			return { title, text: m.members_make_owner_text(), confirm: m.members_make_owner(), run };
		}
		if (!desk.isSelf(member)) return null;
		const text = m.members_lower_self_text({ role: roleWord(role) });
		return { title: m.members_lower_self_title(), text, confirm: m.members_lower_self(), run };
	},

	remove(desk: MembersDesk, member: Member): Question {
		const title = m.members_remove_title({ name: nameOf(member) });
		const run = () => desk.remove(member);
		return { title, text: m.members_remove_text(), confirm: m.members_remove(), run };
	},

	transfer(desk: MembersDesk, member: Member, project: string): Question {
		const name = nameOf(member);
		const title = m.members_transfer_title({ name, project: isolate(project) });
		const run = () => desk.transfer(member);
		return { title, text: m.members_transfer_text({ name }), confirm: m.members_transfer(), run };
	},

	leave(desk: MembersDesk, project: string): Question {
		const title = m.members_leave_title({ project: isolate(project) });
		const run = () => desk.leave();
		return { title, text: m.members_leave_text(), confirm: m.members_leave_confirm(), run };
	},
};
