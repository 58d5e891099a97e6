import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { designPage } from '../../scripts/design-page.ts';

const CONTROLS = join(import.meta.dirname, '../lib/ui');
const SPECIMENS = join(import.meta.dirname, 'specimens');
const namesIn = (folder: string): string[] =>
	readdirSync(folder)
		.filter((name) => name.endsWith('.svelte'))
		.map((name) => name.slice(0, -'.svelte'.length))
		.sort();
const read = (folder: string, name: string): string => readFileSync(join(folder, `${name}.svelte`), 'utf8');

/** Drawn by another control alone, and seen with it. */
const PARTS: Readonly<Record<string, string>> = {
	CurveEditor: 'CurveField',
	GradientEditor: 'GradientField',
	KnotHandle: 'CurveEditor',
	KnotPopover: 'CurveField',
	MenuList: 'Menu',
	TreeItem: 'Tree',
};
/** What a control can be asked to look like, by the name of the prop. */
const STATES = ['disabled', 'reason', 'readonly', 'invalid', 'error', 'busy', 'danger', 'pressed', 'changed'];

const own = (name: string): readonly string[] => {
	const props = /interface Props[^{]*\{([\s\S]*?)\n\t\}/.exec(read(CONTROLS, name))?.[1] ?? '';
	return [...props.matchAll(/^\t\t(\w+)\??:/gm)].map(([, prop]) => prop ?? '');
};

test('[E180] every control stands on the page, under its own name, and nothing else does', () => {
	const expected = namesIn(CONTROLS).filter((name) => !(name in PARTS));
	expect(namesIn(SPECIMENS)).toEqual(expected);
	for (const name of expected) expect(read(SPECIMENS, name)).toContain(`#lib/ui/${name}.svelte`);
	for (const [part, whole] of Object.entries(PARTS))
		expect(read(CONTROLS, whole)).toContain(`./${part}.svelte`);
});

test('[E180] every control is shown in every state that it has a prop for', () => {
	const missing = namesIn(SPECIMENS).flatMap((name) =>
		own(name)
			.filter((prop) => STATES.includes(prop) && !new RegExp(`\\b${prop}\\b`).test(read(SPECIMENS, name)))
			.map((prop) => `${name}: ${prop}`),
	);
	expect(missing).toEqual([]);
});

test('[E180] every control that can hold several values at once is shown with them mixed', () => {
	const mixable = namesIn(SPECIMENS).filter((name) => /Null: (mixed|several)/.test(read(CONTROLS, name)));
	expect(mixable).toContain('Slider');
	expect(mixable.filter((name) => !/mixed: .*null/.test(read(SPECIMENS, name)))).toEqual([]);
});

test('[E180] nothing of the app leads to the page, and builds do not serve it', () => {
	expect(designPage().apply).toBe('serve');
	const sources = ['lib', 'routes', 'service-worker'].flatMap((folder) => {
		const path = join(import.meta.dirname, '..', folder);
		return readdirSync(path, { recursive: true, encoding: 'utf8' })
			.filter((name) => /\.(ts|svelte)$/.test(name))
			.map((name) => join(path, name));
	});
	expect(sources.length).toBeGreaterThan(500);
	expect(sources.filter((file) => /['"`][^'"`\n]*\/design\//.test(readFileSync(file, 'utf8')))).toEqual([]);
});
