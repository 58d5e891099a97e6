import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { nodePath, ROOT } from '../../scripts/setup.mjs';

const NEEDED = [
	'build',
	'messages',
	'package-lock.json',
	'package.json',
	'project.inlang/settings.json',
	'scripts',
	'src',
	'static',
	'svelte.config.js',
	'sync-server',
	'tsconfig.json',
	'vite.config.ts',
];
const READY = /RaStudios is ready: (http:\/\/localhost:(\d+))/;

/** A copy of the whole project that can be changed and run by `npm start`, as on somebody's machine. */
export class AppCopy {
	readonly folder: string;
	#child: ChildProcess | null = null;
	#exited: Promise<number | null> = Promise.resolve(null);
	#port = '0';
	#log = '';

	private constructor(folder: string) {
		this.folder = folder;
	}

	static async create(): Promise<AppCopy> {
		const folder = await mkdtemp(join(tmpdir(), 'rastudios-copy-'));
		await Promise.all(NEEDED.map((path) => cp(join(ROOT, path), join(folder, path), { recursive: true })));
		await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
		return new AppCopy(folder);
	}

	/** Everything `npm start` wrote. */
	get log(): string {
		return this.#log;
	}

	/** Replaces text in a file of the copy; throws when the text is not there. */
	async change(path: string, from: string, to: string): Promise<void> {
		const file = join(this.folder, path);
		const text = await readFile(file, 'utf8');
		if (!text.includes(from)) throw new Error(`${path} has no ${JSON.stringify(from)} to change`);
		await writeFile(file, text.replaceAll(from, to));
	}

	/** Builds the copy as it is now. */
	async build(): Promise<void> {
		const env = { ...process.env, BUILD_DIR: '', BUILD_VERSION: '' };
		const child = spawn(nodePath(), ['scripts/build.mjs'], { cwd: this.folder, env, stdio: 'ignore' });
		const code = await new Promise((resolve) => child.on('exit', resolve));
		if (code !== 0) throw new Error(`The copy could not be built (exit code ${String(code)})`);
	}

	/** Runs `npm start` and resolves to the address it prints; the same one each time. */
	start(): Promise<string> {
		this.#log = '';
		const child = spawn('npm', ['start'], {
			cwd: this.folder,
			env: { ...process.env, BUILD_DIR: '', HOST: '127.0.0.1', PORT: this.#port, DATA_DIR: '' },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		this.#child = child;
		this.#exited = new Promise((resolve) => child.on('exit', resolve));
		return new Promise((resolve, reject) => {
			const read = (chunk: Buffer) => {
				this.#log += chunk.toString();
				const [, address, port] = READY.exec(this.#log) ?? [];
				if (address === undefined || port === undefined) return;
				this.#port = port;
				resolve(address);
			};
			child.stdout.on('data', read);
			child.stderr.on('data', read);
			child.on('exit', (code) => reject(new Error(`npm start ended with code ${code}:\n${this.#log}`)));
		});
	}

	/** Asks `npm start` to end, as Ctrl-C or a service manager would; its exit code. */
	async stop(): Promise<number | null> {
		this.#child?.kill('SIGTERM');
		return await this.#exited;
	}

	async dispose(): Promise<void> {
		await this.stop();
		await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
	}
}
