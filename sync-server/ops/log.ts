/** What the server says about itself. Never a token, a claim or what people wrote: see `redaction.ts`. */
export interface Log {
	debug(message: string, fields?: LogFields): void;
	info(message: string, fields?: LogFields): void;
	warn(message: string, fields?: LogFields): void;
	error(message: string, fields?: LogFields): void;
	/** The same log, with these fields in each of its entries. */
	with(fields: LogFields): Log;
}

export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

export const silentLog: Log = {
	debug: () => {},
	info: () => {},
	warn: () => {},
	error: () => {},
	with: () => silentLog,
};

/** A log whose entries all carry these fields; small enough to have one for each of many connections. */
export class LogOf implements Log {
	readonly #log: Log;
	readonly #fields: LogFields;

	constructor(log: Log, fields: LogFields) {
		this.#log = log;
		this.#fields = fields;
	}

	debug(message: string, fields?: LogFields): void {
		this.#log.debug(message, { ...this.#fields, ...fields });
	}

	info(message: string, fields?: LogFields): void {
		this.#log.info(message, { ...this.#fields, ...fields });
	}

	warn(message: string, fields?: LogFields): void {
		this.#log.warn(message, { ...this.#fields, ...fields });
	}

	error(message: string, fields?: LogFields): void {
		this.#log.error(message, { ...this.#fields, ...fields });
	}

	with(fields: LogFields): Log {
		return new LogOf(this.#log, { ...this.#fields, ...fields });
	}
}

export const describeCause = (cause: unknown): string =>
	cause instanceof Error ? cause.message : String(cause);
