import { spawn, type ChildProcess } from 'node:child_process';
import process from 'node:process';

/** How a command ended, with everything it wrote. */
export interface Ended {
	readonly code: number;
	readonly output: string;
}

export interface CommandOptions {
	/** Show the output while it runs, beside collecting it. */
	readonly show?: boolean;
	readonly env?: Readonly<Record<string, string>>;
	/** Milliseconds after which the command is killed and counts as failed. */
	readonly limit: number;
}

// Colours are for people: a log is read by search.
const PLAIN = process.stdout.isTTY ? {} : { NO_COLOR: '1', FORCE_COLOR: '0' };

const running = new Set<ChildProcess>();

/** Runs one of our tools to its end; never rejects: a command that cannot start ends with code 127. */
export function command(line: readonly string[], options: CommandOptions): Promise<Ended> {
	const [program = '', ...args] = line;
	return new Promise((resolve) => {
		const child = spawn(program, args, {
			env: { ...process.env, ...PLAIN, ...options.env },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		running.add(child);
		let output = '';
		const collect = (chunk: Buffer) => {
			output += chunk.toString();
			if (options.show) process.stdout.write(chunk);
		};
		child.stdout.on('data', collect);
		child.stderr.on('data', collect);
		const timer = setTimeout(() => {
			output += `\nStopped: not done after ${options.limit / 1000} s.\n`;
			child.kill('SIGKILL');
		}, options.limit);
		const end = (code: number) => {
			clearTimeout(timer);
			running.delete(child);
			resolve({ code, output });
		};
		child.on('error', (error) => {
			output += `${program}: ${error.message}\n`;
			end(127);
		});
		child.on('close', (code) => end(code ?? 1));
	});
}

/** Ends every command that still runs. */
export function stopCommands(): void {
	for (const child of running) child.kill('SIGTERM');
}
