import { ok } from '#lib/base/result.ts';
import {
	endAllSessions,
	endSession,
	listSessions,
	recover,
	refreshSession,
	signIn,
	signOut,
	signUp,
} from '#lib/protocol/api/accounts.ts';
import { err } from '#lib/base/result.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import { implement, type Route } from '../module.ts';
import { whoOf, type AccountParts } from './account-parts.ts';
import type { Entrance } from './entrance.ts';
import { isFromOurPage, noRefreshCookie } from './refresh-cookie.ts';

const FOREIGN: ProtocolError = {
	code: 'forbidden',
	field: 'X-RaStudios',
	message:
		'Only a page of this server refreshes or ends its session: send "X-RaStudios: 1" and the page’s origin',
};

/** Signing up, in and out; the list of where one is signed in. */
export function sessionRoutes(
	{ sessions, sessionStore }: AccountParts,
	entrance: Entrance,
): readonly Route[] {
	return [
		implement(signUp, ({ body }, call) => entrance.signUp(body, call)),
		implement(signIn, ({ body }, call) => entrance.signIn(body, call)),
		implement(recover, ({ body }, call) => entrance.recover(body, call)),
		implement(refreshSession, async (_input, call) =>
			isFromOurPage(call) ? sessions.refresh(call) : err(FOREIGN),
		),
		implement(signOut, async (_input, call) => {
			if (!isFromOurPage(call)) return err(FOREIGN);
			const ended = call.commit(() => ok(sessions.endByCookie(call)));
			call.setCookie(noRefreshCookie(call));
			if (ended.ok && ended.value) sessions.tell(ended.value.userId, ended.value.sessionId);
			return ok(undefined);
		}),
		implement(listSessions, async (_input, call) => {
			const { userId, sessionId: current } = whoOf(call.who);
			const list = sessionStore
				.of(userId)
				.map((session) => ({ ...session, current: session.sessionId === current }));
			return ok({ sessions: list });
		}),
		implement(endSession, async ({ params: { sessionId } }, call) => {
			const { userId } = whoOf(call.who);
			// One that is over already is what was asked for; somebody else's is none of theirs.
			const ended = call.commit(() => ok(sessions.end(userId, sessionId, call)));
			if (ended.ok && ended.value) sessions.tell(userId, sessionId);
			return ok(undefined);
		}),
		implement(endAllSessions, async ({ body: { keepThis } }, call) => {
			const { userId, sessionId } = whoOf(call.who);
			const ended = call.commit(() =>
				ok({ ended: sessions.endAll(userId, keepThis ? sessionId : null, call) }),
			);
			sessions.tell(userId);
			if (!keepThis) call.setCookie(noRefreshCookie(call));
			return ended;
		}),
	];
}
