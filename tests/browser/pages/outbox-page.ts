// One tab of RaStudios without any screen: what waits for the server, and its way there.
import { nanoid } from 'nanoid';
import { systemClock } from '#lib/base/clock.ts';
import { createInvitation } from '#lib/protocol/api/members.ts';
import { openDeviceStorage } from '#lib/storage/device-storage.ts';
import { createPageAround } from '#lib/storage/page-adapter.ts';
import { ApiClient, type AccountTokens } from '#lib/sync/api-client.ts';
import { browserHints } from '#lib/sync/hints.ts';
import { Outbox } from '#lib/sync/outbox.ts';
import type { OutboxRows } from '#lib/sync/outbox-rows.ts';

/** Where a request can be when a tab is killed; `committed` is seen at the server. */
export type OutboxStep = 'kept' | 'marked' | 'answered';

/** Who is signed in here. */
export type SignedInHere = { readonly account: string; readonly token: string };

class OutboxPage {
	readonly #outbox: Outbox;

	private constructor(outbox: Outbox) {
		this.#outbox = outbox;
	}

	static async open({ account, token }: SignedInHere): Promise<OutboxPage> {
		const storage = await openDeviceStorage({ clock: systemClock });
		const rows = await storage.outbox();
		const tokens: AccountTokens = { account, token: async () => token, renew: async () => null };
		const api = new ApiClient({
			origin: location.origin,
			fetch: (url, init) => fetch(url, init),
			clock: systemClock,
			mintKey: () => nanoid(),
			tokens,
		});
		const outbox = new Outbox({
			rows: tellingRows(rows),
			api: {
				callRaw: async (...call) => {
					await reach('marked');
					const answer = await api.callRaw(...call);
					if (answer.ok) await reach('answered');
					return answer;
				},
			},
			endpoints: [createInvitation],
			session: { ...tokens, onChange: () => () => {} },
			page: createPageAround(),
			clock: systemClock,
			random: Math.random,
			hints: browserHints(window),
			mintKey: () => nanoid(),
		});
		outbox.start();
		return new OutboxPage(outbox);
	}

	/** Asks for an invitation that is known by how many it lets in. */
	async invite(projectId: string, uses: number): Promise<boolean> {
		const request = { params: { projectId }, body: { role: 'viewer', uses } } as const;
		const added = await this.#outbox.add(createInvitation, request, `Invitation ${uses}`);
		return added?.durable ?? false;
	}

	get waiting(): number {
		const { requests, readable } = this.#outbox.state;
		return readable ? requests.length : -1;
	}
}

/** The device's rows, which say when a request is kept. */
const tellingRows = (rows: OutboxRows): OutboxRows => ({
	async add(request) {
		const added = await rows.add(request);
		await reach('kept');
		return added;
	},
	list: (account) => rows.list(account),
	change: (request, change) => rows.change(request, change),
	remove: (key) => rows.remove(key),
	onChange: (listener) => rows.onChange(listener),
});

async function reach(step: OutboxStep): Promise<void> {
	await globalThis.reachStep?.(step);
}

declare global {
	/** Put there by the test, which may never answer. */
	var reachStep: ((step: OutboxStep) => Promise<void>) | undefined;
	var openOutbox: (who: SignedInHere) => Promise<OutboxPage>;
	var outboxPage: OutboxPage | undefined;
}

globalThis.openOutbox = async (who) => (globalThis.outboxPage ??= await OutboxPage.open(who));
