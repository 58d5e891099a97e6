import { DatabaseSync } from 'node:sqlite';
import { Hono } from 'hono';
import { ManualClock } from '#lib/base/clock.ts';
import type { Endpoint } from '#lib/protocol/api/endpoint.ts';
import type { SignedIn } from '#lib/protocol/api/account-fields.ts';
import { AccountKeys } from '#server/records/accounts/account-keys.ts';
import { createAccounts, type AccountOptions } from '#server/records/accounts/accounts-module.ts';
import { createRecordsContext } from '#server/records/records-context.ts';
import { Registry } from '#server/records/registry.ts';
import { createPinoLog } from '#server/ops/pino-log.ts';

/** Quick hashes: what they cost is measured elsewhere. */
const CHEAP = { memoryKib: 64, passes: 1 };
const START = Date.UTC(2026, 0, 1);
export const ORIGIN = 'https://studio.example';

type Sent = {
	readonly endpoint: Pick<Endpoint, 'method' | 'path'>;
	readonly params?: Readonly<Record<string, string>>;
	readonly query?: Readonly<Record<string, string>>;
	readonly body?: unknown;
	readonly token?: string;
	readonly headers?: Readonly<Record<string, string>>;
};
// Tests look at what came as it is.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Answer = { readonly status: number; readonly body: any; readonly headers: Headers };

type RigOptions = AccountOptions & {
	/** Handles of people who are there before the module starts. */
	readonly before?: readonly string[];
};

/** The module of accounts behind its own door, on a database in memory. */
export async function openAccountRig({ before = [], ...options }: RigOptions = {}) {
	const clock = new ManualClock(START);
	const lines: string[] = [];
	const log = createPinoLog({
		level: 'debug',
		now: () => clock.now(),
		destination: { write: (line) => void lines.push(line) },
	});
	const database = new DatabaseSync(':memory:');
	database.exec('PRAGMA foreign_keys = ON');
	const context = createRecordsContext({ database, clock, log });
	let stored: string | null = null;
	const keyFile = { read: () => stored, write: (text: string) => void (stored = text) };
	const keys = await AccountKeys.open(keyFile, clock.now());
	const accounts = createAccounts(context, keys, { hashCost: CHEAP, ...options });
	const registry = new Registry({
		context,
		modules: [{ module: accounts.module, prefix: '' }],
		identify: accounts.identify,
		projectRole: async () => null,
		present: { person: (known) => accounts.sessions.confirm(known), projectRole: () => null },
		addressOf: (peer) => peer ?? '',
		// What is counted here are wrong tries; the door's own limits have their own tests.
		rates: { default: {}, 'sign-in': {} },
	});
	const app = new Hono();
	let requests = 0;
	app.use(async (context, next) => {
		context.set('requestId' as never, `request-${(requests += 1)}` as never);
		context.set('log' as never, log as never);
		await next();
	});
	registry.mount(app);
	for (const handle of before) {
		const userId = handle.padEnd(22, '_');
		accounts.users.add({ userId, handle, displayName: handle, role: 'user', createdAt: START });
	}
	await registry.start();
	const audited = () =>
		database.prepare('SELECT act, actor, subject, outcome, details FROM audit ORDER BY seq').all() as {
			act: string;
			actor: string | null;
			subject: string;
			outcome: string;
			details: string;
		}[];
	return {
		clock,
		lines,
		database,
		context,
		keys,
		keyFile,
		accounts,
		registry,
		audited,
		/** What the database holds, as text: to look for what it must not. */
		dump: () =>
			(database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[])
				.map(({ name }) => JSON.stringify(database.prepare(`SELECT * FROM "${name}"`).all()))
				.join('\n'),
		browser: (address = '203.0.113.7', origin: string | null = ORIGIN) => new Browser(app, address, origin),
		async signUp(handle: string, more: Readonly<Record<string, string>> = {}, address?: string) {
			const browser = new Browser(app, address ?? '203.0.113.7', ORIGIN);
			const body = { handle, displayName: handle, password: PASSWORD, device: 'Firefox', ...more };
			const answer = await browser.send({ endpoint: { method: 'POST', path: '/accounts' }, body });
			return { browser, answer, me: answer.body as SignedIn };
		},
	};
}

export const PASSWORD = 'correct horse battery staple';

/** Keeps cookies as browsers do, and the access token as the app does. */
export class Browser {
	readonly cookies = new Map<string, string>();
	readonly #app: Hono;
	readonly #address: string;
	readonly #origin: string | null;
	token: string | null = null;
	/** Whole `Set-Cookie` values as they came. */
	readonly set: string[] = [];

	constructor(app: Hono, address: string, origin: string | null) {
		this.#app = app;
		this.#address = address;
		this.#origin = origin;
	}

	/** Another tab, or a thief, with the cookies of now. */
	copy(): Browser {
		const other = new Browser(this.#app, this.#address, this.#origin);
		for (const [name, value] of this.cookies) other.cookies.set(name, value);
		other.token = this.token;
		return other;
	}

	async send({ endpoint, params = {}, query = {}, body, token, headers = {} }: Sent): Promise<Answer> {
		const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
			encodeURIComponent(params[name] ?? ''),
		);
		const search = new URLSearchParams(query).toString();
		const bearer = token ?? this.token;
		const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const request = new Request(`${ORIGIN}/api${path}${search && `?${search}`}`, {
			method: endpoint.method,
			headers: {
				...(this.#origin !== null && endpoint.method !== 'GET' && { origin: this.#origin }),
				...(bearer !== null && { authorization: `Bearer ${bearer}` }),
				...(cookie && { cookie }),
				...(body !== undefined && { 'content-type': 'application/json' }),
				'idempotency-key': crypto.randomUUID(),
				...headers,
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		const incoming = { socket: { remoteAddress: this.#address, remotePort: 1, remoteFamily: 'IPv4' } };
		const response = await this.#app.fetch(request, { incoming });
		for (const one of response.headers.getSetCookie()) this.#keep(one);
		const text = await response.text();
		const answer: Answer = {
			status: response.status,
			body: text === '' ? null : JSON.parse(text),
			headers: response.headers,
		};
		if (answer.body?.accessToken) this.token = answer.body.accessToken;
		return answer;
	}

	refresh(): Promise<Answer> {
		return this.send({
			endpoint: { method: 'POST', path: '/sessions/refresh' },
			headers: { 'x-rastudios': '1' },
		});
	}

	#keep(cookie: string): void {
		this.set.push(cookie);
		const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
		if (/Max-Age=0\b/.test(cookie)) this.cookies.delete(name);
		else this.cookies.set(name, value);
	}
}
