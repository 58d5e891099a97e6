import { expect, it } from 'vitest';
import { studioParts, type Graph } from './chunk-groups.ts';

const STUDIO = '/app/src/routes/studio/[project]/+page.svelte';
const ACCOUNT = '/app/src/routes/(home)/account/+page.svelte';
const lib = (path: string) => `/app/src/lib/${path}`;
const word = (name: string) => lib(`paraglide/messages/${name}.js`);

interface Module {
	readonly imports?: string[];
	readonly later?: string[];
	readonly code?: string;
}

function setup(modules: Record<string, Module>) {
	const graph: Graph = {
		getModuleInfo: (id) => {
			const { imports = [], later = [], code = '' } = modules[id] ?? {};
			return { importedIds: imports, dynamicallyImportedIds: later, code };
		},
	};
	return studioParts(graph, [STUDIO, ACCOUNT]);
}

it('keeps together what the studio alone needs, and leaves out what it needs later', () => {
	const partOf = setup({
		[STUDIO]: { imports: [lib('features/viewport/Panel.svelte')], later: [lib('features/tour/Card.svelte')] },
	});
	expect(partOf(STUDIO)).toBe('studio');
	expect(partOf(lib('features/viewport/Panel.svelte'))).toBe('studio');
	expect(partOf(lib('features/tour/Card.svelte'))).toBeNull();
});

it('keeps apart what other pages need as well, so that they do not bring the studio', () => {
	const partOf = setup({
		[STUDIO]: { imports: [lib('ui/Dialog.svelte')] },
		[ACCOUNT]: { imports: [lib('ui/Dialog.svelte'), lib('features/account/View.svelte')] },
	});
	expect(partOf(lib('ui/Dialog.svelte'))).toBe('shared');
	expect(partOf(lib('features/account/View.svelte'))).toBeNull();
});

it('keeps apart what other pages may read a project with', () => {
	const partOf = setup({
		[STUDIO]: { imports: [lib('doc/scene.ts'), lib('ui/Menu.svelte')] },
		[ACCOUNT]: { later: [lib('doc/scene.ts'), lib('ui/Menu.svelte')] },
	});
	expect(partOf(lib('doc/scene.ts'))).toBe('project');
	expect(partOf(lib('ui/Menu.svelte'))).toBe('shared');
});

it('lays only those words apart that are said elsewhere too', () => {
	const index = lib('paraglide/messages.js');
	const partOf = setup({
		[STUDIO]: { imports: [index], code: 'm.undo(), m.close()' },
		[ACCOUNT]: { imports: [index], code: 'm.close(), m.sign_out()' },
		[index]: { imports: [word('undo'), word('close'), word('sign_out')] },
	});
	expect(partOf(word('close'))).toBe('shared');
	// The bundler takes a word along with the modules that say it.
	expect(partOf(word('undo'))).toBeNull();
	expect(partOf(word('sign_out'))).toBeNull();
});

it('counts as needed at once what is imported lazily for Home’s sake', () => {
	const partOf = setup({
		[ACCOUNT]: { imports: [lib('studio/studio.svelte.ts')] },
		[lib('studio/studio.svelte.ts')]: {
			later: [lib('studio/project-session.svelte.ts'), lib('studio/rename-project.ts')],
		},
		[lib('studio/project-session.svelte.ts')]: { imports: [lib('sync/presence.ts')] },
	});
	expect(partOf(lib('sync/presence.ts'))).toBe('project');
	expect(partOf(lib('studio/rename-project.ts'))).toBeNull();
});
