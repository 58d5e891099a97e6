import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { nodePath, ROOT } from '../../scripts/setup.mjs';

const READY = /RaStudios is ready: http:\/\/localhost:(\d+)/;
const START_LIMIT_MS = 30_000;

/** The real server in a process of its own, with its own data; it can be killed and started again on its port. */
export class ServerProcess {
	readonly dataDir: string;
	#child: ChildProcess | null = null;
	#exited: Promise<number | null> = Promise.resolve(null);
	#port = 0;
	#log = '';

	readonly #buildDir: string;
	/** What its next life is told beside the usual. */
	environment: Readonly<Record<string, string>> = {};

	private constructor(dataDir: string, buildDir: string) {
		this.dataDir = dataDir;
		this.#buildDir = buildDir;
	}

	/** Starts a server on a free port with an empty data folder; it serves our own build if none is named. */
	static async start({ buildDir = '', environment = {} } = {}): Promise<ServerProcess> {
		const server = new ServerProcess(await mkdtemp(join(tmpdir(), 'rastudios-server-')), buildDir);
		server.environment = environment;
		await server.restart();
		return server;
	}

	get port(): number {
		return this.#port;
	}

	get url(): string {
		return `http://localhost:${this.#port}`;
	}

	get running(): boolean {
		return this.#child !== null;
	}

	/** Everything the server wrote, over all its lives. */
	get log(): string {
		return this.#log;
	}

	/** Starts it again with the same data, on the same port. */
	async restart(): Promise<void> {
		if (this.#child) throw new Error('The server still runs: stop or kill it before starting it again');
		const child = spawn(nodePath(), ['sync-server/main.ts'], {
			cwd: ROOT,
			env: {
				...process.env,
				HOST: '127.0.0.1',
				PORT: String(this.#port),
				DATA_DIR: this.dataDir,
				...(this.#buildDir && { BUILD_DIR: this.#buildDir }),
				...this.environment,
			},
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		this.#child = child;
		this.#exited = new Promise((resolve) => {
			child.on('exit', (code) => {
				if (this.#child === child) this.#child = null;
				resolve(code);
			});
		});
		await this.#ready(child);
	}

	#ready(child: ChildProcess): Promise<void> {
		return new Promise((resolve, reject) => {
			// Only what this life says counts: the log still holds the line of the one before.
			let said = '';
			const fail = (why: string) => {
				clearTimeout(timer);
				reject(new Error(`The server ${why}. It wrote:\n${this.#log}`));
			};
			const timer = setTimeout(() => fail(`was not ready after ${START_LIMIT_MS} ms`), START_LIMIT_MS);
			const read = (chunk: Buffer) => {
				this.#log += chunk.toString();
				said += chunk.toString();
				const port = READY.exec(said)?.[1];
				if (port === undefined) return;
				this.#port = Number(port);
				clearTimeout(timer);
				resolve();
			};
			child.stdout?.on('data', read);
			child.stderr?.on('data', read);
			child.on('exit', (code) => fail(`ended with code ${code} before it was ready`));
		});
	}

	/** SIGKILL: ends it in the middle of whatever it does. */
	async kill(): Promise<void> {
		this.#child?.kill('SIGKILL');
		await this.#exited;
	}

	/** SIGTERM: asks it to end; the exit code, which is 0 for a clean end. */
	async stop(): Promise<number | null> {
		this.#child?.kill('SIGTERM');
		return await this.#exited;
	}

	/** Ends it for good and removes its data. */
	async dispose(): Promise<void> {
		await this.kill();
		await rm(this.dataDir, { recursive: true, force: true });
	}
}
