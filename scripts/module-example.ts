// Writes the example of docs/modules.md from the files that tests compile and serve. Run it after a change in either; a
// test compares what it would write with what is there.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

/** How to bring the page up to date. */
export const COMMAND = 'node scripts/with-node.mjs scripts/module-example.ts';
export const PAGE = join(import.meta.dirname, '../docs/modules.md');
const FOLDER = join(import.meta.dirname, '../tests/samples/notes-module');
const [START, END] = ['<!-- example: begin -->', '<!-- example: end -->'];

/** The page with the example as the files have it now. */
export async function withExample(page: string): Promise<string> {
	const [before, rest] = page.split(START);
	const after = rest?.split(END)[1];
	if (before === undefined || after === undefined)
		throw new Error(`docs/modules.md lacks ${START} or ${END}`);
	const files = ['notes-api.ts', 'notes-module.ts'].map(
		(name) => `\`${name}\`:\n\n\`\`\`ts\n${readFileSync(join(FOLDER, name), 'utf8')}\`\`\``,
	);
	const written = `${before}${START}\n\n${files.join('\n\n')}\n\n${END}${after}`;
	return format(written, { ...(await resolveConfig(PAGE)), filepath: PAGE });
}

if (import.meta.main) writeFileSync(PAGE, await withExample(readFileSync(PAGE, 'utf8')));
