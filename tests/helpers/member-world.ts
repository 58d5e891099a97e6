import { createHash } from 'node:crypto';
import { ManualClock } from '#lib/base/clock.ts';
import { mintDocumentId, mintProjectId, type ProjectId } from '#lib/base/ids.ts';
import { err, ok } from '#lib/base/result.ts';
import type { Endpoint, RequestOf } from '#lib/protocol/api/endpoint.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import type { ProjectRole } from '#lib/protocol/permissions.ts';
import {
	acceptInvitationLink,
	attachProject,
	createInvitation,
	mintProjectToken,
} from '#lib/protocol/api/members.ts';
import type { ModuleParts, Modules } from '#server/records/modules.ts';
import { createMembers, type Members } from '#server/records/members/members-module.ts';
import type { NamedPerson, People } from '#server/records/projects/people.ts';
import { callEndpoint, type CallAnswer } from './call-endpoint.ts';
import { LineClient } from './line-client.ts';
import { startServer, type TestServer } from './sync-server.ts';

const SIGNED_OUT: ProtocolError = { code: 'unauthorized', message: 'Signed out' };

/** Ids are 22 letters; in tests one can read whose they are. */
export const userIdOf = (name: string): string => name.padEnd(22, '_');

/** People who are who they say: `Bearer <name>`. Whoever signed out is nobody from then on. */
class Everybody implements People {
	readonly signedOut = new Set<string>();
	/** How often somebody's session was asked about. */
	asked = 0;
	async isSignedIn(userId: string): Promise<boolean> {
		this.asked++;
		return !this.signedOut.has(userId);
	}
	async nameOf(userId: string): Promise<string | null> {
		return this.#person(userId).name;
	}
	async findByHandle(handle: string): Promise<NamedPerson | null> {
		return handle === 'nobody' ? null : this.#person(userIdOf(handle));
	}
	async find(userIds: readonly string[]): Promise<ReadonlyMap<string, NamedPerson>> {
		return new Map(userIds.map((userId) => [userId, this.#person(userId)]));
	}
	#person(userId: string): NamedPerson {
		const handle = userId.replace(/_+$/, '');
		return { userId, handle, name: handle.toUpperCase() };
	}
}

/** A project that somebody owns by account. */
export type OwnedProject = { readonly projectId: ProjectId; readonly claim: string };

/** The real server with members, and people without passwords. */
export class MemberWorld {
	readonly clock = new ManualClock(Date.now());
	readonly people = new Everybody();
	readonly #ends: (() => void | Promise<void>)[] = [];
	#server: TestServer | null = null;
	#members: Members | null = null;
	#keys = 0;

	static async start(): Promise<MemberWorld> {
		const world = new MemberWorld();
		const server = await startServer({
			clock: world.clock,
			deps: { createModules: (parts) => world.#createModules(parts), origins: { programs: true } },
		});
		world.#server = server;
		world.#ends.push(() => server.close());
		return world;
	}

	get server(): TestServer {
		if (!this.#server) throw new Error('The world has not begun');
		return this.#server;
	}
	get members(): Members {
		if (!this.#members) throw new Error('The world has not begun');
		return this.#members;
	}

	async end(): Promise<void> {
		// An ending server waits for its own timers.
		const time = setInterval(() => this.clock.advance(100), 5);
		for (const end of this.#ends.splice(0).reverse()) await end();
		clearInterval(time);
	}

	/** Calls an endpoint as somebody: by name, or with the token of a link or a claim. */
	async call<E extends Endpoint>(
		declared: E,
		as: string | null,
		request: RequestOf<E>,
		key = `key-of-this-world-${++this.#keys}`,
	): Promise<CallAnswer> {
		return callEndpoint(this.server.origin, declared, request, { as, key });
	}

	/** A project that this person's device made, and that is theirs by account now. */
	async own(owner: string): Promise<OwnedProject> {
		const project = { projectId: mintProjectId(), claim: `${mintProjectId()}${mintProjectId()}` };
		const { projectId, claim } = project;
		const { status } = await this.call(attachProject, owner, { params: { projectId }, body: { claim } });
		if (status !== 200) throw new Error(`Attaching failed: ${status}`);
		return project;
	}

	/** Has an owner let somebody in. */
	async letIn(
		{ projectId }: OwnedProject,
		owner: string,
		name: string,
		role: Exclude<ProjectRole, 'owner'>,
	): Promise<void> {
		const made = await this.call(createInvitation, owner, { params: { projectId }, body: { role } });
		const token = String(made.body['token']);
		const { status } = await this.call(acceptInvitationLink, name, { body: { token } });
		if (status !== 200) throw new Error(`Letting ${name} in failed: ${status}`);
	}

	async tokenOf({ projectId }: OwnedProject, name: string): Promise<string> {
		const { status, body } = await this.call(mintProjectToken, name, { params: { projectId } });
		if (status !== 200) throw new Error(`No token for ${name}: ${JSON.stringify(body)}`);
		return String(body['token']);
	}

	/** Somebody on the line, with a token of their own. */
	async join(...tokens: string[]): Promise<LineClient> {
		const client = await LineClient.join(this.server.origin, ...tokens);
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
	addressIn({ projectId }: OwnedProject) {
		return { projectId, documentId: mintDocumentId() };
	}

	/** What the audit log says, oldest first. */
	audited(): { act: string; outcome: string; actor: string | null; subject: string; details: string }[] {
		return this.server.storage.database
			.prepare('SELECT act, outcome, actor, subject, details FROM audit ORDER BY seq')
			.all() as never;
	}

	/** Every byte of the records, to look for what must not be there. */
	recordsHold(text: string): boolean {
		const { database } = this.server.storage;
		const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
		return tables.some(({ name }) => {
			const rows = database.prepare(`SELECT * FROM "${String(name)}"`).all();
			return rows.some((row) =>
				Object.values(row).some((value) =>
					value instanceof Uint8Array ? Buffer.from(value).includes(text) : String(value).includes(text),
				),
			);
		});
	}

	#createModules({ context, storage, access }: ModuleParts): Modules {
		const members = createMembers({ context, storage, access, people: this.people });
		this.#members = members;
		const accounts = { name: 'accounts', version: '0.0.0-test', migrations: [], routes: [] };
		return {
			all: [accounts, members.module],
			identify: async (bearer) => {
				if (bearer.includes('.')) return ok(null);
				const userId = userIdOf(bearer);
				if (this.people.signedOut.has(userId)) return err(SIGNED_OUT);
				return ok({ userId, role: 'user', sessionId: sessionOf(userId) });
			},
			projectRole: members.projectRole,
			present: {
				person: (known) => (this.people.signedOut.has(known.userId) ? err(SIGNED_OUT) : ok(known)),
				projectRole: members.presentRole,
			},
		};
	}
}

export const sessionOf = (userId: string): string =>
	createHash('sha256').update(userId).digest('base64url').slice(0, 22);
