import { describe, expect, it } from 'vitest';
import { GAME_IDS, loadStarter } from '#lib/studio/starters/starters.ts';
import { formatScript } from '../format/format-script.ts';
import { ScriptLanguage } from './script-language.ts';

const games = await Promise.all(GAME_IDS.map(loadStarter));
/** By name: several bring the same one. */
const texts = new Map(games.flatMap(({ scripts = {} }) => Object.entries(scripts)));
const scripts = [...texts].map(([name, text]) => ({ id: name, name, text }));

describe('scripts of starters, in the code editor', () => {
	const language = new ScriptLanguage();
	language.scripts(scripts);

	it.each(scripts)('[T95] nothing is wrong with $name', ({ id }) => {
		expect(language.problems(id)).toEqual([]);
	});

	it.each(scripts)('[T95] $name is written as the editor formats it', async ({ text }) => {
		expect(await formatScript(text)).toBe(text);
	});
});
