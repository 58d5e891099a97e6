import * as v from 'valibot';
import { asStorageFailure, StorageFailure, storageProblem } from '../storage-failure.ts';
import type { DeviceTask, TaskDevice } from './device-task.ts';
import { DEVICE_TASKS } from './device-tasks.ts';
import { parseToWorker, type FromWorker } from './task-message.ts';

/** The worker's side of the line to its page. */
export type PageLine = {
	post(message: FromWorker, transfer: Transferable[]): void;
	onMessage(listener: (data: unknown) => void): void;
};

type Task = DeviceTask<unknown, unknown, unknown>;
type Tasks = { readonly [name: string]: Task };

/** Does what the page asks. `open` is called once, with the database's name. */
export function serveTasks(
	line: PageLine,
	open: (database: string) => TaskDevice,
	tasks = DEVICE_TASKS as unknown as Tasks,
): void {
	const running = new Map<number, AbortController>();
	let device: TaskDevice | null = null;
	line.onMessage((data) => {
		const message = parseToWorker(data);
		if (message?.kind === 'start') device ??= open(message.database);
		else if (message?.kind === 'cancel') running.get(message.number)?.abort();
		else if (message?.kind === 'run' && device) {
			const { number } = message;
			const controller = new AbortController();
			running.set(number, controller);
			void answer(line, message, { tasks, device, signal: controller.signal }).finally(() =>
				running.delete(number),
			);
		}
	});
	line.post({ kind: 'ready' }, []);
}

type Run = { readonly number: number; readonly task: string; readonly params: unknown };

async function answer(
	line: PageLine,
	{ number, task: name, params }: Run,
	{ tasks, device, signal }: { tasks: Tasks; device: TaskDevice; signal: AbortSignal },
): Promise<void> {
	try {
		const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
		if (!task) throw misunderstood(`no task is called ${JSON.stringify(name)}`);
		const parsed = v.safeParse(task.params, params);
		if (!parsed.success) throw misunderstood(`${name}: ${v.summarize(parsed.issues)}`);
		const report = (progress: unknown) => line.post({ kind: 'progress', number, progress }, []);
		const result = await task.run(parsed.output, device, { signal, report });
		line.post({ kind: 'done', number, result }, task.transfer?.(result) ?? []);
	} catch (thrown) {
		if (signal.aborted) line.post({ kind: 'cancelled', number }, []);
		else line.post({ kind: 'failed', number, problem: asStorageFailure(thrown).problem }, []);
	}
}

const misunderstood = (what: string) => new StorageFailure(storageProblem('unknown', what));
