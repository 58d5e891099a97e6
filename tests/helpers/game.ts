import type { GameCommand } from '#lib/runtime/game-commands.ts';
import { NO_INPUT, type InputFrame } from '#lib/runtime/input/input-frame.ts';
import { linkScripts } from '#lib/runtime/link/link-scripts.ts';
import { REGISTER } from '#lib/runtime/link/register.ts';
import type { ModuleBody, RegisteredModule } from '#lib/runtime/script/script-modules.ts';
import { beginScene, firstBeginning, GameStory } from '#lib/runtime/scenes/scene-beginning.ts';
import { idOf } from './game-things.ts';
import { Simulation } from '#lib/runtime/simulation.ts';
import type { EntityData, GameData } from '#lib/runtime/world/game-data.ts';

export { idOf, thing } from './game-things.ts';

type Scripts = Readonly<Record<string, string>>;

export type TestGame = {
	readonly simulation: Simulation;
	/** Goes on by so many ticks; answers what the game asked for meanwhile. */
	advance(ticks?: number, input?: Partial<InputFrame>): GameCommand[];
	/** What was told on the console meanwhile. */
	logged(ticks?: number, input?: Partial<InputFrame>): string[];
	/** The same game with other scripts, from where it is. */
	reloaded(scripts: Scripts): Promise<TestGame>;
	/** Where an entity stands, by its name. */
	at(name: string): [number, number, number];
};

/** The modules of linked scripts, as the sandbox has them. */
export function modulesOf(text: string): RegisteredModule[] {
	const modules: RegisteredModule[] = [];
	const register = (id: string, name: string, body: ModuleBody) => modules.push({ id, name, body });
	// eslint-disable-next-line @typescript-eslint/no-implied-eval -- what a worker does with the text, in a test of our own.
	(new Function(REGISTER, text) as (take: typeof register) => void)(register);
	return modules;
}

/** Plays a game of these scripts (their texts by their names), without a browser. */
export async function playGame(
	entities: readonly EntityData[],
	scripts: Scripts = {},
	more: Partial<GameData> = {},
): Promise<TestGame> {
	return playData({ entities, seed: 1, ...more }, scripts);
}

const playData = async (data: GameData, scripts: Scripts) =>
	follow(data, await Simulation.start(data, { modules: linked(scripts) }));

export type TestStory = TestGame & {
	/** The name of the scene that plays. */
	readonly scene: string;
	/** What the game keeps on the device. */
	readonly saves: GameData['saves'];
};

/**
 * Plays a game of several scenes, the first of them first: ticks that are left when one is left are the next one's. A scene
 * of `null` is listed, and cannot be had any more.
 */
export async function playStory(
	scenes: Readonly<Record<string, readonly EntityData[] | null>>,
	scripts: Scripts,
	{ seed = 1, saves = {}, prefabs = {} }: Partial<GameData> = {},
): Promise<{
	advance(ticks?: number, input?: Partial<InputFrame>): Promise<string[]>;
	now: () => TestStory;
}> {
	const names = Object.keys(scenes);
	const story = new GameStory(firstBeginning(names[0]!, seed, saves));
	const begin = (beginning: typeof story.now) => {
		const entities = scenes[beginning.scene];
		return entities && playData(beginScene(beginning, { entities, prefabs, scenes: names }), scripts);
	};
	let game = (await begin(story.now))!;
	const advance = async (ticks = 1, input: Partial<InputFrame> = {}) => {
		const logged: string[] = [];
		for (let left = ticks; left > 0;) {
			const before = game.simulation.tick;
			const commands = game.advance(left, input);
			left -= game.simulation.tick - before;
			logged.push(...commands.flatMap((command) => (command.type === 'log' ? [command.text] : [])));
			const next = story.take(commands);
			const began = next && (await begin(next));
			if (!began) continue;
			story.go(next);
			game.simulation.dispose();
			game = began;
		}
		return logged;
	};
	return { advance, now: () => ({ ...game, scene: story.now.scene, saves: story.now.saves }) };
}

function linked(scripts: Scripts): RegisteredModule[] {
	const sources = Object.entries(scripts).map(([name, text]) => ({ id: idOf(name), name, text }));
	return modulesOf(linkScripts(sources).text);
}

function follow(data: GameData, simulation: Simulation): TestGame {
	const advance = (ticks = 1, input: Partial<InputFrame> = {}) => {
		simulation.advance(ticks, { ...NO_INPUT, ...input });
		simulation.world.transforms.takeChanges();
		return simulation.world.takeCommands();
	};
	return {
		simulation,
		advance,
		logged: (ticks, input) =>
			advance(ticks, input).flatMap((command) => (command.type === 'log' ? [command.text] : [])),
		reloaded: async (scripts) => {
			const state = structuredClone(simulation.save());
			return follow(data, await Simulation.start(data, { modules: linked(scripts) }, state));
		},
		at: (name) => {
			const entity = simulation.world.entities.find((one) => one.isAlive && one.name === name)!;
			return simulation.world.transforms.position(entity.index);
		},
	};
}
