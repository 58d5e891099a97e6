import { describe, expect, it } from 'vitest';
import { BEHAVIOURS } from '#lib/runtime/behaviours/behaviours.ts';
import { formatScript } from '../format/format-script.ts';
import { ScriptLanguage } from './script-language.ts';

const scripts = await Promise.all(
	BEHAVIOURS.map(async ({ name, text }) => ({ id: name, name, text: await text() })),
);

describe('ready behaviours, in the code editor', () => {
	const language = new ScriptLanguage();
	language.scripts(scripts);

	it.each(scripts)('[T61] nothing is wrong with $name', ({ id }) => {
		expect(language.problems(id)).toEqual([]);
	});

	it.each(scripts)('[T61] $name is written as the editor formats it', async ({ text }) => {
		expect(await formatScript(text)).toBe(text);
	});
});
