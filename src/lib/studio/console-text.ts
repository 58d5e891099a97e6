import { m } from '../paraglide/messages.js';
import type { ConsoleEntry } from './game-console.svelte.ts';

export const LEVEL_WORDS: Readonly<Record<ConsoleEntry['level'], () => string>> = {
	error: m.console_level_error,
	warn: m.console_level_warn,
	info: m.console_level_info,
};

/** “Door, line 3”; the script alone where no line is known, undefined where no script is. */
export function placeText({ place }: Pick<ConsoleEntry, 'place'>): string | undefined {
	if (!place) return undefined;
	return place.line > 0 ? m.console_place({ script: place.name, line: place.line }) : place.name;
}

/** All of it for another program, one line or more each. */
export const consoleText = (entries: readonly ConsoleEntry[]): string => entries.map(entryText).join('\n');

function entryText(entry: ConsoleEntry): string {
	const from = [placeText(entry), entry.entity?.name].filter((part) => part !== undefined).join(' · ');
	const times = entry.times > 1 ? ` × ${entry.times}` : '';
	return `${LEVEL_WORDS[entry.level]()}: ${entry.text}${from && ` (${from})`}${times}`;
}
