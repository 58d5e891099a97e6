import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Readable } from 'node:stream';
import { systemClock, type Clock } from '#lib/base/clock.ts';
import { mintDocumentId, mintProjectId, type ProjectId } from '#lib/base/ids.ts';
import type { LinkRole, ShareLink } from '#lib/protocol/api.ts';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import { createSyncServer, type ServerLimits, type SyncServer, type SyncServerDeps } from '#server/server.ts';
import { openStorage, type Storage } from '#server/storage/open-storage.ts';
import { RecordedLog } from './recorded-log.ts';

export { RecordedLog };

/** A project of its own on some server, seen by its owner. */
export type TestProject = {
	readonly projectId: ProjectId;
	readonly claim: string;
	readonly token: string;
	/** A document nobody has written to. */
	mintAddress(): DocumentAddress;
	share(role: LinkRole): Promise<ShareLink>;
	revoke(linkId: string): Promise<Response>;
};

/** What bodies are sent as. */
export const JSON_TYPE = { 'Content-Type': 'application/json' } as const;

/** Registers a new project, as a device does that shares for the first time. */
export async function registerProject(origin: string): Promise<TestProject> {
	const projectId = mintProjectId();
	const claim = `${mintProjectId()}${mintProjectId()}`;
	const body = JSON.stringify({ projectId, claim });
	const answer = await fetch(`${origin}/api/projects`, { method: 'POST', headers: JSON_TYPE, body });
	if (!answer.ok) throw new Error(`Registering failed: ${answer.status} ${await answer.text()}`);
	const { token } = (await answer.json()) as { token: string };
	return ownedProject(origin, { projectId, claim, token });
}

/** A project as the owner has it who comes by this token. */
export function ownedProject(
	origin: string,
	{ projectId, claim, token }: Pick<TestProject, 'projectId' | 'claim' | 'token'>,
): TestProject {
	const headers = { Authorization: `Bearer ${token}` };
	const links = `${origin}/api/projects/${projectId}/links`;
	return {
		projectId,
		claim,
		token,
		mintAddress: () => ({ projectId, documentId: mintDocumentId() }),
		async share(role) {
			const body = JSON.stringify({ role });
			const created = await fetch(links, { method: 'POST', headers: { ...headers, ...JSON_TYPE }, body });
			return (await created.json()) as ShareLink;
		},
		revoke: (linkId) => fetch(`${links}/${linkId}`, { method: 'DELETE', headers }),
	};
}

export type TestServer = {
	readonly origin: string;
	readonly server: SyncServer;
	readonly storage: Storage;
	readonly log: RecordedLog;
	readonly dataDir: string;
	close(): Promise<void>;
};

type Options = {
	readonly clock?: Clock;
	readonly buildDir?: string;
	readonly limits?: Partial<ServerLimits>;
	/** Puts something between the server and what it keeps. */
	readonly wrapStorage?: (storage: Storage) => Storage;
	/** Whatever else the server takes. */
	readonly deps?: Partial<SyncServerDeps>;
};

/** The real server in this process, on a free port and a data folder of its own. */
export async function startServer(options: Options = {}): Promise<TestServer> {
	const dataDir = mkdtempSync(join(tmpdir(), 'rastudios-server-'));
	const storage = await openStorage(dataDir);
	const log = new RecordedLog();
	const deps: SyncServerDeps = {
		storage: options.wrapStorage?.(storage) ?? storage,
		clock: options.clock ?? systemClock,
		log,
		buildDir: options.buildDir ?? join(dataDir, 'no-build'),
		version: '0.0.0-test',
		limits: { changesPerMinute: 10_000, ...options.limits },
		...options.deps,
	};
	const server = createSyncServer(deps);
	const port = await server.listen(0, '127.0.0.1');
	return {
		origin: `http://127.0.0.1:${port}`,
		server,
		storage,
		log,
		dataDir,
		async close() {
			await server.close();
			storage.close();
			rmSync(dataDir, { recursive: true });
		},
	};
}

/** The rows of all documents, byte for byte, as they are on the disk. */
export function storedBytes({ dataDir }: { readonly dataDir: string }): string {
	const database = new DatabaseSync(join(dataDir, 'rastudios.db'), { readOnly: true });
	const rows = database.prepare('SELECT row, hex(bytes) AS bytes FROM document_rows ORDER BY row').all();
	database.close();
	return JSON.stringify(rows);
}

export type ServerProcess = {
	readonly child: ChildProcessByStdio<null, Readable, Readable>;
	readonly origin: string;
	/** Sends the signal and waits for the end: its exit code, or the signal that ended it. */
	end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals>;
	/** All that it wrote so far. */
	log(): string;
};

/** Node's own WebSocket, which our line has in tests, names no origin. */
const PROGRAMS = { RASTUDIOS_ALLOW_PROGRAMS: 'true' };

export const MAIN = join(import.meta.dirname, '../../sync-server/main.ts');

type SpawnOptions = {
	/** Milliseconds after which it is ended: no test leaves a process behind, however it fails. */
	readonly lifetime?: number;
	/** What runs the server, when it does not run by itself. */
	readonly runner?: readonly string[];
};

/** The real process, by its own entry point. Rejects with what it wrote when it ends before it is ready. */
export function spawnServer(
	environment: Record<string, string>,
	{ lifetime = 60_000, runner = [] }: SpawnOptions = {},
): Promise<ServerProcess> {
	const [command = '', ...args] = [...runner, process.execPath, MAIN];
	const child = spawn(command, args, {
		env: { PATH: process.env['PATH'], PORT: '0', ...PROGRAMS, ...environment },
		stdio: ['ignore', 'pipe', 'pipe'],
		timeout: lifetime,
		killSignal: 'SIGKILL',
	});
	const ended = new Promise<number | NodeJS.Signals>((resolve) => {
		child.once('exit', (code, signal) => resolve(code ?? signal ?? 'SIGKILL'));
	});
	let written = '';
	return new Promise((resolve, reject) => {
		void ended.then((code) => reject(new Error(`The server ended (${code}): ${written}`)));
		child.stderr.on('data', (chunk: Buffer) => (written += chunk.toString()));
		child.stdout.on('data', (chunk: Buffer) => {
			written += chunk.toString();
			const [, origin] = /^RaStudios is ready: (\S+)$/m.exec(written) ?? [];
			if (!origin) return;
			resolve({
				child,
				origin: origin.replace('localhost', '127.0.0.1'),
				log: () => written,
				end(signal) {
					child.kill(signal);
					return ended;
				},
			});
		});
	});
}
