import { nanoid } from 'nanoid';
import { mintClaim } from '../base/ids.ts';
import { refreshSession, signOut } from '../protocol/api/accounts.ts';
import { openTabChannel } from '../storage/broadcast-channel-adapter.ts';
import { createPageAround } from '../storage/page-adapter.ts';
import { AccountSession } from '../sync/account-session.ts';
import { ApiClient } from '../sync/api-client.ts';
import { CachedReads } from '../sync/cached-reads.ts';
import { MemberTokens } from '../sync/member-tokens.ts';
import { browserHints } from '../sync/hints.ts';
import { Outbox } from '../sync/outbox.ts';
import { AccountMethods } from './account-methods.ts';
import { ACCOUNT_NOTE } from './account-note.ts';
import { AccountStore } from './account-store.svelte.ts';
import { labelDevice } from './device-label.ts';
import { DeviceProjects } from './device-projects.ts';
import { passkeyPrompts } from './passkey-prompts-adapter.ts';
import type { DeviceParts } from './parts.ts';
import { WAITING_ENDPOINTS } from './waiting-endpoints.ts';

/** The way to the server for whoever is signed in here, for as long as the page lives; what waits is sent from now on. */
export async function openAccount(
	window: Window,
	{ storage, clock, random }: DeviceParts,
): Promise<AccountStore> {
	const page = createPageAround();
	const keep = {
		read: (name: string) => storage.settings.get(name),
		write: (name: string, value: Parameters<typeof storage.settings.set>[1] | undefined) =>
			value === undefined ? storage.settings.remove(name) : storage.settings.set(name, value),
	};
	const api: ApiClient = new ApiClient({
		origin: window.location.origin,
		fetch: (url, init) => window.fetch(url, init),
		clock,
		mintKey: () => nanoid(),
		tokens: {
			get account() {
				return session.account;
			},
			token: (account) => session.token(account),
			renew: (refused, account) => session.renew(refused, account),
		},
	});
	const session = new AccountSession({
		calls: { refresh: () => api.call(refreshSession, {}), signOut: () => api.call(signOut, {}) },
		clock,
		keep: { read: () => keep.read(ACCOUNT_NOTE), write: (note) => keep.write(ACCOUNT_NOTE, note) },
		locks: page,
		tabs: openTabChannel('account'),
	});
	const outbox = new Outbox({
		rows: await storage.outbox(),
		...{ api, session, page, clock, random },
		endpoints: WAITING_ENDPOINTS,
		hints: browserHints(window),
		mintKey: () => nanoid(),
	});
	await session.start();
	outbox.start();
	const reads = new CachedReads({ api, keep, clock, session });
	const tokens = new MemberTokens({ api, session, clock });
	session.onChange(() => void (session.account === null && tokens.forget()));
	const devices = new DeviceProjects({
		...{ storage, session, outbox, clock, mintClaim },
		holdLock: (name, patienceMs) => page.holdLock(name, patienceMs),
	});
	devices.start();
	const device = labelDevice(window.navigator.userAgent);
	const methods = new AccountMethods({
		...{ session, api, reads, keep, device },
		prompts: passkeyPrompts(window),
		leave: (url) => window.location.assign(url),
	});
	return new AccountStore({ session, outbox, api, reads, tokens, devices, methods, clock, device });
}
