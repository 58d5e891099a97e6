import type { Log, LogFields } from '#server/ops/log.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';

/** Gathers what the server says, to look at afterwards. */
export class RecordedLog implements Log {
	readonly entries: { level: Level; message: string; fields: LogFields | undefined }[];
	#always: LogFields | undefined;

	constructor(entries: RecordedLog['entries'] = [], always?: LogFields) {
		this.entries = entries;
		this.#always = always;
	}

	debug = (message: string, fields?: LogFields) => this.#add('debug', message, fields);
	info = (message: string, fields?: LogFields) => this.#add('info', message, fields);
	warn = (message: string, fields?: LogFields) => this.#add('warn', message, fields);
	error = (message: string, fields?: LogFields) => this.#add('error', message, fields);

	with(fields: LogFields): Log {
		return new RecordedLog(this.entries, { ...this.#always, ...fields });
	}

	#add(level: Level, message: string, fields: LogFields | undefined): void {
		const all = this.#always || fields ? { ...this.#always, ...fields } : undefined;
		this.entries.push({ level, message, fields: all });
	}
}
