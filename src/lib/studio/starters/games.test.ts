import { describe, expect, it } from 'vitest';
import { BOTS, type StarterBot } from '../../../../tests/bots/bots.ts';
import { playBot, playInputs } from '../../../../tests/bots/play-bot.ts';
import { playInNode } from '../../../../tests/helpers/node-game.ts';
import { gameOf, openStarter } from '../../../../tests/helpers/starter-game.ts';
import { entityScripts } from '../../doc/components/entity-scripts.ts';
import { findProblems } from '../../doc/problems/problems-reader.ts';
import { readScriptFields } from '../../runtime/link/read-fields.ts';
import { BUILT_IN_ACTIONS } from '../../runtime/input/actions.ts';
import { GAME_IDS, loadStarter } from './starters.ts';

const opened = new Map(await Promise.all(BOTS.map(async ({ id }) => [id, await openStarter(id)] as const)));
const projectOf = ({ id }: Pick<StarterBot, 'id'>) => opened.get(id)!;
const play = async (which: StarterBot, bot = which.bot) =>
	playBot(await playInNode(gameOf(projectOf(which))), bot, which.most);

/** Glass has a stick for these, and fingers elsewhere look around. */
const STICKS = ['moveX', 'moveY', 'lookX', 'lookY'];
const ON_GLASS = new Set([
	...STICKS,
	...BUILT_IN_ACTIONS.filter(({ onScreen }) => onScreen).map(({ name }) => name),
]);

it('[T93] every game has a bot', () => {
	expect(BOTS.map(({ id }) => id)).toEqual(GAME_IDS);
});

describe.each(BOTS)('the starter $id', (which) => {
	it('[T91] is a project in which nothing is wrong', () => {
		const { scene, prefabs, index } = projectOf(which);
		for (const document of [scene, ...prefabs.values()])
			expect(findProblems(document, index.snapshot)).toEqual([]);
	});

	it('[T91] brings the scripts and prefabs that it uses, sets only what they ask for, and no others', async () => {
		const { scene, prefabs, scripts, index } = projectOf(which);
		const entities = [scene, ...prefabs.values()].flatMap(({ snapshot }) => [...snapshot.entities.values()]);
		const worn = entities.flatMap(({ values }) => entityScripts(values));
		expect(new Set(worn.map(({ source }) => source))).toEqual(new Set(scripts.map(({ id }) => id)));
		for (const { source, fields } of worn) {
			const text = scripts.find(({ id }) => id === source)!.text;
			const asked = readScriptFields(text).fields.map(({ name }) => name);
			expect(asked).toEqual(expect.arrayContaining(Object.keys(fields)));
		}
		const { behaviours = [], scripts: own = {}, prefabs: kept = {} } = await loadStarter(which.id);
		const titles = index.snapshot.documents.map(({ title }) => title);
		expect(titles.sort()).toEqual(['Scene', ...behaviours, ...Object.keys(own), ...Object.keys(kept)].sort());
	});

	it('[T92] is won by its bot, with what a phone has as well, and tells nothing on the console', async () => {
		const played = await play(which);
		expect(played).toMatchObject({ result: 'won', troubles: [] });
		for (const { values, tapped } of played.inputs)
			for (const action of [...Object.keys(values), ...tapped]) expect(ON_GLASS).toContain(action);
	});

	it('[T92] is lost by who does what one must not', async () => {
		expect(await play(which, which.loser)).toMatchObject({ result: 'lost', troubles: [] });
	});

	it('[T94] its recording is the same game, also in a project of its own', async () => {
		const played = await play(which);
		const again = await playInputs(await playInNode(gameOf(projectOf(which))), played.inputs);
		expect(again).toEqual(played);
		const { result, ticks } = await playInputs(
			await playInNode(gameOf(await openStarter(which.id))),
			played.inputs,
		);
		expect({ result, ticks }).toEqual({ result: 'won', ticks: played.ticks });
	});
});
