/** What the server says about itself. Never a token, a claim or what people wrote. */
export interface Log {
	info(message: string, fields?: LogFields): void;
	warn(message: string, fields?: LogFields): void;
	error(message: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

type Level = keyof Log;

/** One JSON line per entry, handed to `write`. */
export function createJsonLog(write: (line: string) => void, now: () => number): Log {
	const entry = (level: Level) => (message: string, fields?: LogFields) =>
		write(`${JSON.stringify({ time: new Date(now()).toISOString(), level, message, ...fields })}\n`);
	return { info: entry('info'), warn: entry('warn'), error: entry('error') };
}

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

export const describeCause = (cause: unknown): string =>
	cause instanceof Error ? cause.message : String(cause);
