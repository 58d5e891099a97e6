import { m } from '#lib/paraglide/messages.js';
import type { OpenedInvitation } from '#lib/protocol/api/members.ts';
import { isolate, nameOf, roleWord } from './member-words.ts';

/** What an invitation is to. Its owner may have told the server no title. */
export const projectWord = ({ title }: Pick<OpenedInvitation, 'title'>): string =>
	title === null ? m.invitation_untitled() : isolate(title);

/** Who invites, and as what. */
export function invitedWords({ by, role: as }: Pick<OpenedInvitation, 'by' | 'role'>): string {
	const role = roleWord(as);
	if (by === null || (by.name === null && by.handle === null)) return m.invitation_by_nobody({ role });
	if (by.handle === null) return m.invitation_by({ name: nameOf(by), role });
	return m.invitation_by({ name: `${nameOf(by)} (${isolate(`@${by.handle}`)})`, role });
}
