import type { LanguageQuestions, ScriptSource } from './language-protocol.ts';
import { WorkerCalls } from './worker-calls.ts';
import type { WorkerPort } from './worker-port.ts';

type Name = Exclude<keyof LanguageQuestions, 'scripts'>;
type Found<K extends Name> = ReturnType<LanguageQuestions[K]>;

/** Asks the language service, which knows all scripts as they are when it is asked. */
export class LanguageClient {
	#calls: WorkerCalls;
	#read: () => readonly ScriptSource[];
	#told: readonly ScriptSource[] = [];

	constructor(start: () => WorkerPort, read: () => readonly ScriptSource[]) {
		this.#calls = new WorkerCalls(start);
		this.#read = read;
	}

	/** Null where no answer could be had: the editor does without. */
	async ask<K extends Name>(name: K, ...of: Parameters<LanguageQuestions[K]>): Promise<Found<K> | null> {
		try {
			const [, answer] = await Promise.all([this.#tell(), this.#calls.ask(name, ...of)]);
			return answer as Found<K>;
		} catch {
			return null;
		}
	}

	/** Comes before the question, and the worker takes one after the other. */
	async #tell(): Promise<void> {
		const now = this.#read();
		if (this.#calls.isRunning && isSame(this.#told, now)) return;
		this.#told = now;
		await this.#calls.ask('scripts', now);
	}

	dispose(): void {
		this.#calls.dispose();
	}
}

const isSame = (before: readonly ScriptSource[], now: readonly ScriptSource[]): boolean =>
	before.length === now.length &&
	now.every(({ id, name, text }, at) => {
		const other = before[at];
		return other?.id === id && other.name === name && other.text === text;
	});
