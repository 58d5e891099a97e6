// What the tools of a server's host have in common: settings, arguments, and errors in one line.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { readConfig } from '#server/config/read-config.ts';
import type { ServerConfig } from '#server/config/settings.ts';
import { ROOT } from './setup.mjs';

/** The server's settings, from where it reads them itself. */
export function readSettings(): { config: ServerConfig; root: string } {
	const readFile = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : null);
	const read = readConfig({ environment: process.env, root: ROOT, readFile });
	if (!read.ok) throw new Error(read.error);
	return { config: read.value.config, root: ROOT };
}

/** The folders and flags of the command line; folders count from where the command was given. */
export function takeArguments(
	usage: string,
	{ most, flags = [] }: { most: number; flags?: readonly string[] },
): { folders: string[]; flags: Set<string> } {
	const options = Object.fromEntries(flags.map((flag) => [flag, { type: 'boolean' as const }]));
	try {
		const { values, positionals } = parseArgs({ options, allowPositionals: true });
		if (positionals.length > most) throw new Error('too many folders');
		const from = process.env['INIT_CWD'] ?? process.cwd();
		return {
			folders: positionals.map((path) => resolve(from, path)),
			flags: new Set(flags.filter((flag) => values[flag])),
		};
	} catch (cause) {
		throw new Error(`${cause instanceof Error ? cause.message : 'That cannot be read'}. Usage: ${usage}`, {
			cause,
		});
	}
}

/** Runs a tool; what goes wrong is one line and exit code 1. */
export async function runTool(run: () => Promise<number>): Promise<void> {
	try {
		process.exitCode = await run();
	} catch (cause) {
		process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
		process.exitCode = 1;
	}
}
