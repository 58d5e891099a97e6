import { pino, type DestinationStream, type Logger } from 'pino';
import type { Log, LogFields } from './log.ts';
import { redactFields, redactText } from './redaction.ts';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

type Options = {
	readonly level: LogLevel;
	readonly now: () => number;
	/** Takes whole lines. */
	readonly destination: DestinationStream;
};

/** Where the server's own log goes: written before the call returns, so that an ending process loses none. */
export const standardError = (): DestinationStream => pino.destination({ fd: 2, sync: true });

/** One JSON line per entry: time, level, message, fields. */
export function createPinoLog({ level, now, destination }: Options): Log {
	const logger = pino(
		{
			level,
			base: null,
			messageKey: 'message',
			timestamp: () => `,"time":"${new Date(now()).toISOString()}"`,
			formatters: { level: (label) => ({ level: label }) },
		},
		destination,
	);
	return wrap(logger);
}

// Everything passes the redaction here, whoever logs it.
function wrap(logger: Logger): Log {
	const entry = (level: LogLevel) => (message: string, fields?: LogFields) => {
		// Looking for secrets costs more than the entry itself.
		if (!logger.isLevelEnabled(level)) return;
		if (fields) logger[level](redactFields(fields), redactText(message));
		else logger[level](redactText(message));
	};
	return {
		debug: entry('debug'),
		info: entry('info'),
		warn: entry('warn'),
		error: entry('error'),
		with: (fields) => wrap(logger.child(redactFields(fields))),
	};
}
