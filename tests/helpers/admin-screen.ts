import { ManualClock } from '#lib/base/clock.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { AdminPort } from '#lib/features/admin/admin-port.ts';
import { AdminScreen } from '#lib/features/admin/admin.svelte.ts';
import { nameOf, type Endpoint } from '#lib/protocol/api/endpoint.ts';
import type { GlobalRole } from '#lib/protocol/global-permissions.ts';
import type { AccountState } from '#lib/sync/account-session.ts';
import type { ApiProblem } from '#lib/sync/api-problem.ts';

type Sent = { readonly name: string; readonly query?: Record<string, string>; readonly body?: unknown };
export type Respond = (sent: Sent) => unknown;

export const AWAY: ApiProblem = { code: 'unreachable', message: 'no network' };
export const idOf = (name: string) => name.padEnd(22, '_');
export const person = (name: string, role: GlobalRole = 'user', more: object = {}) => ({
	...{ userId: idOf(name), handle: name, displayName: name, role, createdAt: 1, seenAt: null },
	...{ suspendedAt: null, suspendedFor: null },
	...more,
});
export const lineOf = (seq: number, act: string, actor: string, subject: string) => ({
	...{ seq, act, subject, actor: idOf(actor), at: seq, requestId: `request-${seq}` },
	...{ outcome: 'done', details: {}, hash: '' },
});

/** A screen of somebody with this role, before a server that says what the test wants. */
export function openAdminScreen(
	role: GlobalRole | null,
	respond: Respond = () => ({ items: [], next: null }),
) {
	const sent: Sent[] = [];
	const told: string[] = [];
	const saved: { name: string; content: Blob }[] = [];
	const clock = new ManualClock(1000);
	const net = { away: false };
	const known = new Map<string, unknown>();
	const state: AccountState =
		role === null
			? { kind: 'signed-out' }
			: { kind: 'signed-in', sessionId: 's', user: { ...person('me', role), createdAt: 1 } };
	const answer = async (endpoint: Endpoint, request: object): Promise<Result<never, ApiProblem>> => {
		const one = { name: nameOf(endpoint), ...request } as Sent;
		if (net.away) return err(AWAY);
		sent.push(one);
		const value = respond(one);
		return value instanceof Error ? err({ code: 'forbidden', message: value.message }) : ok(value as never);
	};
	const store = {
		state,
		now: () => clock.now(),
		confirm: async () => {},
		call: answer,
		async read(endpoint: Endpoint, request: object) {
			const name = JSON.stringify([nameOf(endpoint), request]);
			const now = await answer(endpoint, request);
			if (now.ok) known.set(name, now.value);
			if (now.ok) return ok({ value: now.value, asOf: clock.now(), trouble: null });
			return known.has(name) ? ok({ value: known.get(name), asOf: 1, trouble: AWAY }) : now;
		},
	} as unknown as AdminPort['store'];
	const toasts = {
		show: ({ text }: { text: string }) => void told.push(text),
	} as unknown as AdminPort['toasts'];
	const save: AdminPort['save'] = (name, content) => void saved.push({ name, content });
	const screen = new AdminScreen({ store, toasts, clock, save });
	const settle = async () => {
		for (let i = 0; i < 30; i++) await Promise.resolve();
	};
	return { screen, sent, told, saved, clock, net, settle, known };
}
