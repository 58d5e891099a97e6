import { join } from 'node:path';
import type { Work } from './load-process.ts';
import { OwnProcess } from './processes.ts';

type Answer = { readonly result: unknown } | { readonly reason: string };

/** Has a process of its own do the work, so that neither the bench nor the server pays for it. */
export async function runLoad<Name extends keyof Work>(
	name: Name,
	request: Parameters<Work[Name]>[0],
): Promise<Awaited<ReturnType<Work[Name]>>> {
	const load = OwnProcess.fork(join(import.meta.dirname, 'load-process.ts'));
	try {
		load.child.send({ name, request });
		const answer = (await load.message()) as Answer;
		if ('reason' in answer) throw new Error(`${name} failed: ${answer.reason}`);
		return answer.result as Awaited<ReturnType<Work[Name]>>;
	} finally {
		await load.end('SIGKILL');
	}
}
