import { execFile } from 'node:child_process';
import { cp, mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { BUILD } from '../../scripts/build.mjs';
import { nodePath, ROOT } from '../../scripts/setup.mjs';
import { AppCopy } from './app-copy.ts';
import { FaultyProxy } from './faulty-proxy.ts';
import { ServerProcess } from './server-process.ts';

/** Two builds: ours, and one of tomorrow, with another word on Home and another page editor. */
export interface TwoBuilds {
	readonly older: string;
	readonly newer: string;
	dispose(): Promise<void>;
}

export async function makeTwoBuilds(): Promise<TwoBuilds> {
	const copy = await AppCopy.create();
	await copy.change('messages/en/home.json', '"Projects"', '"Newer projects"');
	await copy.change('src/lib/features/content/rich-text.ts', "class: 'prose'", "class: 'prose newer'");
	await copy.build();
	return { older: BUILD, newer: join(copy.folder, 'build'), dispose: () => copy.dispose() };
}

/** The real server with a build that can be replaced while it runs, behind a line on which anything can go wrong. */
export class DeployedApp {
	readonly server: ServerProcess;
	readonly line: FaultyProxy;
	#folder: string;
	#deployments = 0;

	private constructor(folder: string, server: ServerProcess, line: FaultyProxy) {
		this.#folder = folder;
		this.server = server;
		this.line = line;
	}

	static async start(build: string): Promise<DeployedApp> {
		const folder = await mkdtemp(join(tmpdir(), 'rastudios-site-'));
		const server = await ServerProcess.start({ buildDir: join(folder, 'site') });
		const app = new DeployedApp(folder, server, await FaultyProxy.start(server.port));
		await app.deploy(build);
		return app;
	}

	get url(): string {
		return `http://localhost:${this.line.port}`;
	}

	/** Replaces everything at once; of the build before nothing is left. */
	async deploy(build: string): Promise<void> {
		const name = join(this.#folder, `build-${++this.#deployments}`);
		await cp(build, name, { recursive: true });
		await symlink(name, `${name}-link`);
		await rename(`${name}-link`, join(this.#folder, 'site'));
	}

	/** What a host does with a broken worker: `npm run build -- --kill-switch`. */
	async withdrawWorker(): Promise<void> {
		const env = { ...process.env, BUILD_DIR: join(this.#folder, 'site') };
		await promisify(execFile)(nodePath(), ['scripts/build.mjs', '--kill-switch'], { cwd: ROOT, env });
	}

	async dispose(): Promise<void> {
		await this.line.close();
		await this.server.dispose();
		await rm(this.#folder, { recursive: true, force: true });
	}
}
