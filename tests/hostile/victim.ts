import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { keysOf, setKey } from '../helpers/key-updates.ts';
import { LineClient } from '../helpers/line-client.ts';
import {
	registerProject,
	spawnServer,
	type ServerProcess,
	type TestProject,
} from '../helpers/sync-server.ts';

const METRICS_TOKEN = 'what-only-the-host-knows';

// The process collects its garbage when told to, so that what it still holds can be told from what it once held.
const COLLECT_WHEN_TOLD = `--import=data:text/javascript,${encodeURIComponent(`
	import { setFlagsFromString } from 'node:v8';
	import { runInNewContext } from 'node:vm';
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc');
	process.on('SIGUSR2', () => { collect(); collect(); });
`)}`;

export type Figures = {
	readonly connections: number;
	readonly rooms: number;
	/** Timers, sockets and whatever else keeps the process busy, by kind. */
	readonly resources: Readonly<Record<string, number>>;
	/** Megabytes. */
	readonly heap: number;
	readonly rss: number;
};

/** A real server process with honest people on it, to be attacked by others. */
export class Victim {
	readonly #process: ServerProcess;
	readonly #dataDir: string;
	readonly project: TestProject;
	/** Where the honest work; nobody else has a link to it. */
	readonly home: TestProject;
	readonly #ann: LineClient;
	readonly #bob: LineClient;
	#stored = 0;

	private constructor(
		process: ServerProcess,
		dataDir: string,
		projects: readonly [TestProject, TestProject],
		honest: readonly [LineClient, LineClient],
	) {
		this.#process = process;
		this.#dataDir = dataDir;
		[this.project, this.home] = projects;
		[this.#ann, this.#bob] = honest;
	}

	static async start(settings: Record<string, string> = {}): Promise<Victim> {
		const dataDir = mkdtempSync(join(tmpdir(), 'rastudios-victim-'));
		const started = await spawnServer(
			{
				DATA_DIR: dataDir,
				RASTUDIOS_ALLOW_PROGRAMS: 'true',
				NODE_OPTIONS: COLLECT_WHEN_TOLD,
				RASTUDIOS_METRICS_TOKEN: METRICS_TOKEN,
				...settings,
			},
			{ lifetime: 300_000 },
		);
		const { origin } = started;
		const projects = [await registerProject(origin), await registerProject(origin)] as const;
		const address = projects[1].mintAddress();
		const join_ = async () => {
			const client = await LineClient.join(origin, projects[1].token);
			await client.open(1, address);
			return client;
		};
		return new Victim(started, dataDir, projects, [await join_(), await join_()]);
	}

	get origin(): string {
		return this.#process.origin;
	}

	/** The server runs, and those who work elsewhere on it go on working. */
	async isUnharmed(): Promise<void> {
		const seq = ++this.#stored;
		const heard = this.#bob.next('server-update', ({ update }) => keysOf(update).includes(`k${seq}`));
		await this.#ann.store(1, seq, setKey(`k${seq}`));
		await heard;
		expect(this.#ann.frames.filter(({ type }) => type === 'error')).toEqual([]);
		expect((await fetch(`${this.origin}/healthz`)).status).toBe(200);
	}

	async figures(): Promise<Figures> {
		const answer = await fetch(`${this.origin}/metrics`, {
			headers: { Authorization: `Bearer ${METRICS_TOKEN}` },
		});
		const text = await answer.text();
		const read = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
		const resources: Record<string, number> = {};
		for (const [, kind = '', count] of text.matchAll(/^nodejs_active_resources\{type="(\w+)"\} (\d+)$/gm)) {
			resources[kind] = Number(count);
		}
		return {
			connections: read('rastudios_connections'),
			rooms: read('rastudios_rooms'),
			resources,
			heap: (read('nodejs_heap_size_used_bytes') + read('nodejs_external_memory_bytes')) / 2 ** 20,
			rss: read('process_resident_memory_bytes') / 2 ** 20,
		};
	}

	/** The figures once those who came have gone: only the two honest ones are on. Its garbage is collected. */
	async calm(): Promise<Figures> {
		await vi.waitFor(async () => expect(await this.figures()).toMatchObject({ connections: 2, rooms: 1 }), {
			timeout: 45_000,
			interval: 100,
		});
		this.#process.child.kill('SIGUSR2');
		await fetch(`${this.origin}/healthz`);
		return await this.figures();
	}

	/** Joins the attackers' own project. */
	async intrude(token = this.project.token): Promise<LineClient> {
		return await LineClient.join(this.origin, token);
	}

	async dispose(): Promise<void> {
		for (const client of [this.#ann, this.#bob]) client.socket.terminate();
		await this.#process.end('SIGKILL');
		rmSync(this.#dataDir, { recursive: true });
	}
}
