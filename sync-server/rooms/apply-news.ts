import { err, ok, type Result } from '#lib/base/result.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import { REVOKED, type AccessNews, type Grant } from './access-port.ts';

export const REMOVED: ProtocolError = {
	code: 'forbidden',
	message: 'You are not a member of this project any more. Ask its owner to invite you again',
};
export const SIGNED_OUT: ProtocolError = {
	code: 'unauthorized',
	message: 'You were signed out. Sign in again to go on with this project',
};
export const CLAIM_ENDED: ProtocolError = {
	code: 'forbidden',
	message: 'This project is on an account now. Sign in to it, or ask its owner to invite you',
};
export const DELETED: ProtocolError = {
	code: 'not-found',
	message: 'This project was deleted from the server. What is on this device stays here',
};

/** A grant after the news: the very same when it is not about it, or why it is over. */
export function applyNews(grant: Grant, news: AccessNews): Result<Grant, ProtocolError> {
	const { projectId, linkId, account } = grant;
	switch (news.kind) {
		case 'link-revoked':
			return linkId === news.linkId ? err(REVOKED) : ok(grant);
		case 'member': {
			if (projectId !== news.projectId || account?.userId !== news.userId) return ok(grant);
			if (news.role === null) return err(REMOVED);
			return ok(news.role === grant.role ? grant : { ...grant, role: news.role });
		}
		case 'members-changed':
			return ok(grant);
		case 'signed-out': {
			const isTheirs = account?.userId === news.userId;
			const isMeant = news.sessionId === null || account?.sessionId === news.sessionId;
			return isTheirs && isMeant ? err(SIGNED_OUT) : ok(grant);
		}
		case 'claim-ended': {
			const isByClaim = linkId === null && account === null;
			return isByClaim && projectId === news.projectId ? err(CLAIM_ENDED) : ok(grant);
		}
		case 'project-deleted':
			return projectId === news.projectId ? err(DELETED) : ok(grant);
	}
}
