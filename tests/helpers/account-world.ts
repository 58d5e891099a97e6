import { join } from 'node:path';
import { ManualClock } from '#lib/base/clock.ts';
import { mintDocumentId, mintProjectId, type ProjectId } from '#lib/base/ids.ts';
import { signUp } from '#lib/protocol/api/accounts.ts';
import type { Endpoint, RequestOf } from '#lib/protocol/api/endpoint.ts';
import {
	acceptInvitationLink,
	attachProject,
	createInvitation,
	mintProjectToken,
} from '#lib/protocol/api/members.ts';
import { changeRole, suspendUser } from '#lib/protocol/api/users.ts';
import type { GlobalRole } from '#lib/protocol/global-permissions.ts';
import type { ProjectRole } from '#lib/protocol/permissions.ts';
import { MemoryBus } from '#server/bus/memory-bus.ts';
import { createModules } from '#server/records/modules.ts';
import type { Storage } from '#server/storage/open-storage.ts';
import { openDatabase } from '#server/storage/sqlite/database.ts';
import { SqliteProjectRecords } from '#server/storage/sqlite/sqlite-project-records.ts';
import { callEndpoint, type CallAnswer } from './call-endpoint.ts';
import { LineClient } from './line-client.ts';
import { startServer, type TestServer } from './sync-server.ts';

/** Quick hashes: what they cost is measured elsewhere. */
const CHEAP = { memoryKib: 64, passes: 1 };

export type Account = { readonly name: string; readonly userId: string; readonly token: string };
export type Project = { readonly projectId: ProjectId; readonly claim: string };

/** The real server, or several instances on one database and bus, with real accounts; time stands still. */
export class AccountWorld {
	readonly clock = new ManualClock(Date.now());
	readonly servers: TestServer[] = [];
	#boss: Account | null = null;
	readonly #ends: (() => void | Promise<void>)[] = [];

	static async start({ instances = 1 } = {}): Promise<AccountWorld> {
		const world = new AccountWorld();
		const bus = new MemoryBus({ clock: world.clock });
		for (let i = 0; i < instances; i++) {
			const [first] = world.servers;
			const server = await startServer({
				clock: world.clock,
				...(first && { wrapStorage: () => world.#connect(first) }),
				deps: {
					bus,
					origins: { programs: true },
					rates: { default: {}, 'sign-in': {} },
					createModules: (parts) => createModules({ ...parts, accounts: { hashCost: CHEAP } }),
				},
			});
			world.servers.push(server);
			world.#ends.push(() => server.close());
		}
		world.#boss = await world.signUp('boss', { setupCode: world.#setupCode() });
		return world;
	}

	async end(): Promise<void> {
		// An ending server waits for its own timers.
		const time = setInterval(() => this.clock.advance(100), 5);
		for (const end of this.#ends.splice(0).reverse()) await end();
		clearInterval(time);
	}

	get server(): TestServer {
		const [server] = this.servers;
		if (!server) throw new Error('The world has not begun');
		return server;
	}
	/** Its SuperAdmin. */
	get boss(): Account {
		if (!this.#boss) throw new Error('The world has not begun');
		return this.#boss;
	}

	call<E extends Endpoint>(
		declared: E,
		as: Account | string | null,
		request: RequestOf<E>,
		{ origin } = this.server,
	): Promise<CallAnswer> {
		const bearer = as === null || typeof as === 'string' ? as : as.token;
		return callEndpoint(origin, declared, request, { as: bearer });
	}

	/** The same, and an error when it is refused. */
	async done<E extends Endpoint>(
		declared: E,
		as: Account | string | null,
		request: RequestOf<E>,
	): Promise<CallAnswer['body']> {
		const { status, body } = await this.call(declared, as, request);
		if (status >= 300) throw new Error(`${declared.path}: ${status} ${JSON.stringify(body)}`);
		return body;
	}

	async signUp(name: string, more: { readonly setupCode?: string } = {}): Promise<Account> {
		const password = 'correct horse battery staple';
		const body = { handle: name, displayName: name, password, device: 'Firefox', ...more };
		const answer = await this.done(signUp, null, { body });
		const { userId } = answer['user'] as { userId: string };
		return { name, userId, token: String(answer['accessToken']) };
	}

	/** Somebody with this role on the server. */
	async personOf(role: Exclude<GlobalRole, 'guest'>, name: string = role): Promise<Account> {
		const account = await this.signUp(name);
		const params = { userId: account.userId };
		if (role !== 'user') await this.done(changeRole, this.boss, { params, body: { role } });
		return account;
	}

	async suspend({ userId }: Account): Promise<void> {
		await this.done(suspendUser, this.boss, { params: { userId }, body: { reason: 'They asked for it' } });
	}

	/** A project that this person's device made, and that is theirs by account now. */
	async own(owner: Account): Promise<Project> {
		const project = { projectId: mintProjectId(), claim: `${mintProjectId()}${mintProjectId()}` };
		await this.attach(project, owner);
		return project;
	}

	async attach({ projectId, claim }: Project, owner: Account): Promise<void> {
		await this.done(attachProject, owner, { params: { projectId }, body: { claim } });
	}

	/** Has an owner let somebody in. */
	async letIn(
		{ projectId }: Project,
		owner: Account,
		somebody: Account,
		role: Exclude<ProjectRole, 'owner'>,
	): Promise<void> {
		const made = await this.done(createInvitation, owner, { params: { projectId }, body: { role } });
		await this.done(acceptInvitationLink, somebody, { body: { token: String(made['token']) } });
	}

	/** The token for the line of a member. */
	async tokenOf({ projectId }: Pick<Project, 'projectId'>, account: Account): Promise<string> {
		return String((await this.done(mintProjectToken, account, { params: { projectId } }))['token']);
	}

	async join({ origin }: TestServer, ...tokens: string[]): Promise<LineClient> {
		const client = await LineClient.join(origin, ...tokens);
		this.#ends.push(() => client.socket.terminate());
		return client;
	}

	/** Sends an update, and lets a little time go by until it is stored. */
	async store(client: LineClient, channel: number, seq: number, update: Uint8Array): Promise<void> {
		client.send({ type: 'update', channel, seq, update });
		await client.settle();
		this.clock.advance(50);
		await client.next('ack', (frame) => frame.channel === channel && frame.seq >= seq);
	}

	/** A document of the project that nobody has written to. */
	addressIn({ projectId }: Pick<Project, 'projectId'>) {
		return { projectId, documentId: mintDocumentId() };
	}

	/** The same storage, by a connection to the database of its own. */
	#connect({ storage, dataDir }: TestServer): Storage {
		const database = openDatabase(join(dataDir, 'rastudios.db'));
		this.#ends.push(() => database.close());
		return { ...storage, database, projects: new SqliteProjectRecords(database) };
	}

	#setupCode(): string {
		const said = this.server.log.entries.find(({ message }) => message.includes('setup code'));
		const [, code] = /setup code (\S+)/.exec(said?.message ?? '') ?? [];
		if (code === undefined) throw new Error('The server said no setup code');
		return code;
	}
}
