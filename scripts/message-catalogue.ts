import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { CompilerOptions } from '@inlang/paraglide-js';

const ROOT = join(import.meta.dirname, '..');
const STAMP = join(ROOT, 'src/lib/paraglide/.sources');
const SOURCES = ['project.inlang/settings.json', 'node_modules/@inlang/paraglide-js/package.json'];

/** How messages/ becomes src/lib/paraglide: one place, so that build, tests and checks generate the same code. */
export const catalogueOptions: CompilerOptions = {
	project: './project.inlang',
	outdir: './src/lib/paraglide',
	strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
	emitTsDeclarations: true,
};

/** Compiles the catalogue when it changed, in a process of its own: the compiler's timers outlive its work by 30 s. */
export function compileCatalogue(): void {
	// Not each time: the compiler empties its folder first, under whoever reads it just then.
	if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sourcesHash()) return;
	execFileSync(process.execPath, [import.meta.filename], { cwd: ROOT, stdio: 'inherit' });
}

function sourcesHash(): string {
	const messages = readdirSync(join(ROOT, 'messages'), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.json'))
		.map((name) => join('messages', name))
		.sort();
	const hash = createHash('sha256').update(JSON.stringify(catalogueOptions));
	for (const path of [...messages, ...SOURCES])
		hash.update(`${path}\0`).update(readFileSync(join(ROOT, path)));
	return hash.digest('hex');
}

if (import.meta.main) {
	const { compile } = await import('@inlang/paraglide-js');
	const hash = sourcesHash();
	await compile(catalogueOptions);
	writeFileSync(STAMP, hash);
	process.exit(0);
}
