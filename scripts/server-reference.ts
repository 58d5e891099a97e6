// Writes the tables of docs/operations.md that follow from the server's settings and metrics, between their marks.
// Run it after a change in either; a test compares what it would write with what is there.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { formatBytes } from '#server/config/kinds.ts';
import { SETTINGS, type Setting } from '#server/config/settings.ts';
import { CATALOGUE } from '#server/ops/metrics/catalogue.ts';

/** How to bring the page up to date. */
export const COMMAND = 'node scripts/with-node.mjs scripts/server-reference.ts';
export const PAGE = join(import.meta.dirname, '../docs/operations.md');

/** The page with its tables as the declarations have them now. */
export async function withReference(page: string): Promise<string> {
	const written = putBetween(putBetween(page, 'settings', settingsTable()), 'metrics', metricsTable());
	return format(written, { ...(await resolveConfig(PAGE)), filepath: PAGE });
}

function putBetween(page: string, name: string, table: string): string {
	const [start, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
	const [before, rest] = page.split(start);
	const after = rest?.split(end)[1];
	if (before === undefined || after === undefined)
		throw new Error(`docs/operations.md lacks ${start} or ${end}`);
	return `${before}${start}\n\n${table}\n\n${end}${after}`;
}

function settingsTable(): string {
	const rows = Object.entries(SETTINGS).map(([name, declared]) => {
		const { variable, kind, meaning } = declared as Setting<unknown>;
		return `| \`${name}\` | \`${variable}\` | ${showDefault(declared)} | ${meaning} | ${kind.allowed} |`;
	});
	return [
		'| key in a file | environment variable | default | what it is | allowed |',
		'|---|---|---|---|---|',
		...rows,
	].join('\n');
}

function showDefault({ byDefault, kind }: Setting<unknown>): string {
	if (Array.isArray(byDefault) || byDefault === '') return 'none';
	const isBytes = typeof byDefault === 'number' && kind.allowed.startsWith('bytes');
	return `\`${isBytes ? formatBytes(byDefault) : String(byDefault)}\``;
}

function metricsTable(): string {
	const rows = Object.entries(CATALOGUE).map(([name, entry]) => {
		const label = 'label' in entry ? `{${entry.label}}` : '';
		return `| \`rastudios_${name}${label}\` | ${entry.kind} | ${entry.help} | ${'alarm' in entry ? entry.alarm : ''} |`;
	});
	return ['| name | kind | what it counts | wake somebody when |', '|---|---|---|---|', ...rows].join('\n');
}

if (import.meta.main) writeFileSync(PAGE, await withReference(readFileSync(PAGE, 'utf8')));
