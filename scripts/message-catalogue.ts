import { execFileSync } from 'node:child_process';
import process from 'node:process';
import type { CompilerOptions } from '@inlang/paraglide-js';

/** How messages/ becomes src/lib/paraglide: one place, so that build, tests and checks generate the same code. */
export const catalogueOptions: CompilerOptions = {
	project: './project.inlang',
	outdir: './src/lib/paraglide',
	strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
	emitTsDeclarations: true,
};

/** Compiles the catalogue once, in a process of its own: the compiler's timers outlive its work by 30 s. */
export function compileCatalogue(): void {
	execFileSync(process.execPath, [import.meta.filename], {
		cwd: `${import.meta.dirname}/..`,
		stdio: 'inherit',
	});
}

if (import.meta.main) {
	const { compile } = await import('@inlang/paraglide-js');
	await compile(catalogueOptions);
	process.exit(0);
}
