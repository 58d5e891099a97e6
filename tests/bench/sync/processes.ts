import { fork, spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const PRELOAD = join(import.meta.dirname, 'end-with-parent.ts');
/** Milliseconds: no figure takes this long, so a process that does hangs. */
const LIFETIME_MS = 300_000;
/** Milliseconds a process has to be ready, and to end after it was told to. */
const PATIENCE_MS = 30_000;

/** A Node process of its own, ended with the bench. */
export class OwnProcess {
	readonly child: ChildProcess;
	readonly ended: Promise<number | NodeJS.Signals>;
	written = '';

	private constructor(child: ChildProcess) {
		this.child = child;
		this.ended = new Promise((resolve) => {
			child.once('exit', (code, signal) => resolve(code ?? signal ?? 'SIGKILL'));
		});
		for (const stream of [child.stdout, child.stderr]) {
			stream?.on(
				'data',
				(chunk: Buffer) => (this.written = (this.written + chunk.toString()).slice(-20_000)),
			);
		}
	}

	static spawn(script: string, environment: Readonly<Record<string, string>>): OwnProcess {
		const { PATH, BENCH_NODE_ARGS = '' } = process.env;
		const extra = BENCH_NODE_ARGS.split(' ').filter(Boolean);
		const child = spawn(process.execPath, [...extra, '--import', PRELOAD, script], {
			env: { PATH, ...environment },
			stdio: ['pipe', 'pipe', 'pipe'],
			timeout: LIFETIME_MS,
			killSignal: 'SIGKILL',
		});
		return new OwnProcess(child);
	}

	static fork(script: string): OwnProcess {
		const child = fork(script, {
			execArgv: ['--import', PRELOAD],
			stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
			serialization: 'advanced',
			timeout: LIFETIME_MS,
			killSignal: 'SIGKILL',
		});
		return new OwnProcess(child);
	}

	get pid(): number {
		if (this.child.pid === undefined) throw new Error('The process did not start');
		return this.child.pid;
	}

	/** The first group of `pattern` in what the process writes. Rejects when it ends, or takes too long. */
	async writes(pattern: RegExp): Promise<string> {
		const found = new Promise<string>((resolve) => {
			const look = () => {
				const match = pattern.exec(this.written)?.[1];
				if (match !== undefined) resolve(match);
			};
			this.child.stdout?.on('data', look);
			look();
		});
		return this.#orFail(found, `did not write ${String(pattern)}`);
	}

	/** The next message from the process. */
	async message(): Promise<unknown> {
		const message = new Promise((resolve) => this.child.once('message', resolve));
		return this.#orFail(message, 'did not answer', LIFETIME_MS);
	}

	/** Ends the process and waits until it has; answers with its exit code. */
	async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | NodeJS.Signals> {
		this.child.kill(signal);
		const timer = setTimeout(() => this.child.kill('SIGKILL'), PATIENCE_MS);
		const code = await this.ended;
		clearTimeout(timer);
		return code;
	}

	async #orFail<T>(wanted: Promise<T>, complaint: string, patience = PATIENCE_MS): Promise<T> {
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<never>((_, reject) => {
			timer = setTimeout(
				() => reject(new Error(`The process ${complaint} in time: ${this.written}`)),
				patience,
			);
		});
		const gone = this.ended.then((code) => {
			throw new Error(`The process ended (${code}): ${this.written}`);
		});
		try {
			return await Promise.race([wanted, late, gone]);
		} finally {
			clearTimeout(timer);
		}
	}
}

/** CPU time a process has used so far, user and system, all its threads: ms, in steps of ten. */
export function cpuTime(pid: number): number {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	// The second field is the program's name, in brackets, and may hold anything.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Memory of a process that is in RAM, in bytes. */
export function residentBytes(pid: number): number {
	const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	if (!kilobytes) throw new Error(`Process ${pid} has no memory`);
	return Number(kilobytes) * 1024;
}

/** Milliseconds on a clock that all processes share. */
export const now = (): number => Number(process.hrtime.bigint() / 1000n) / 1000;

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
