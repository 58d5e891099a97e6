import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { mintDocumentId } from '#lib/base/ids.ts';
import { formatAddress } from '#lib/protocol/address.ts';
import { MAIN, registerProject } from '../../helpers/sync-server.ts';
import type { DialectName } from './dialect.ts';
import { PEER_SCHEMA } from './peer-schema.ts';
import { OwnProcess } from './processes.ts';

/** A server a load process goes to. */
export type Venue = {
	readonly dialect: DialectName;
	readonly port: number;
	readonly pid: number;
	/** What gets into every room of it. */
	readonly token: string;
};

/** One of the servers that are compared: a process of its own, with a folder that outlives it until `dispose`. */
export interface ServerUnderTest {
	readonly name: DialectName;
	readonly folder: string;
	/** Starts it, or starts it again on what it kept. */
	start(environment?: Readonly<Record<string, string>>): Promise<Venue>;
	/** The name of a room nobody has been in. */
	mintRoom(): string;
	stop(signal?: NodeJS.Signals): Promise<void>;
	dispose(): Promise<void>;
}

abstract class Kept {
	readonly folder = mkdtempSync(join(tmpdir(), 'rastudios-bench-'));
	protected process: OwnProcess | null = null;

	async stop(signal?: NodeJS.Signals): Promise<void> {
		await this.process?.end(signal);
		this.process = null;
	}

	async dispose(): Promise<void> {
		await this.stop();
		rmSync(this.folder, { recursive: true, force: true });
	}
}

const READY = /^RaStudios is ready: http:\/\/localhost:(\d+)$/m;

/** Our server by its real entry point; at its defaults, but for the folders and what lets many in from one machine. */
export class OurServer extends Kept implements ServerUnderTest {
	readonly name = 'ours';
	#project: { readonly projectId: string; readonly token: string } | null = null;

	async start(environment: Readonly<Record<string, string>> = {}): Promise<Venue> {
		const own = OwnProcess.spawn(MAIN, {
			PORT: '0',
			RASTUDIOS_ALLOW_PROGRAMS: 'true',
			RASTUDIOS_CONNECTIONS_PER_ADDRESS: '5000',
			RASTUDIOS_CONNECTS_PER_MINUTE: '100000',
			DATA_DIR: join(this.folder, 'data'),
			BUILD_DIR: join(this.folder, 'no-build'),
			// As `npm start` has it: only the first of several starts reads the sources.
			NODE_COMPILE_CACHE: join(this.folder, 'compiled'),
			...environment,
		});
		this.process = own;
		const port = Number(await own.writes(READY));
		this.#project ??= await registerProject(`http://127.0.0.1:${port}`);
		return { dialect: 'ours', port, pid: own.pid, token: this.#project.token };
	}

	mintRoom(): string {
		if (!this.#project) throw new Error('Rooms are of a project, which a server must be started for');
		const { projectId } = this.#project;
		return formatAddress({ projectId, documentId: mintDocumentId() } as Parameters<typeof formatAddress>[0]);
	}
}

export class HocuspocusServer extends Kept implements ServerUnderTest {
	readonly name = 'hocuspocus';
	/** Where it notes what it stored, and when. */
	readonly storesFile = join(this.folder, 'stores.jsonl');

	async start(environment: Readonly<Record<string, string>> = {}): Promise<Venue> {
		const script = join(import.meta.dirname, 'hocuspocus-server.ts');
		const own = OwnProcess.spawn(script, { DATA_FILE: join(this.folder, 'peer.db'), ...environment });
		this.process = own;
		const port = Number(await own.writes(/^ready: (\d+)$/m));
		return { dialect: 'hocuspocus', port, pid: own.pid, token: 'anybody' };
	}

	mintRoom = (): string => mintDocumentId();

	/** Puts documents where a server that is started later finds them. */
	store(rooms: readonly string[], state: Uint8Array): void {
		const database = new DatabaseSync(join(this.folder, 'peer.db'));
		database.exec(PEER_SCHEMA);
		const insert = database.prepare('INSERT INTO documents (name, data) VALUES (?, ?)');
		for (const room of rooms) insert.run(room, state);
		database.close();
	}
}

/** Runs `use` with both servers, started by it, and leaves nothing of them behind. */
export async function withServers<T>(
	use: (ours: OurServer, theirs: HocuspocusServer) => Promise<T>,
): Promise<T> {
	const servers = [new OurServer(), new HocuspocusServer()] as const;
	try {
		return await use(...servers);
	} finally {
		await Promise.all(servers.map((server) => server.dispose()));
	}
}
