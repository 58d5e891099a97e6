import type { GameCommand } from '#lib/runtime/game-commands.ts';
import { NO_INPUT, type InputFrame } from '#lib/runtime/input/input-frame.ts';
import { linkScripts } from '#lib/runtime/link/link-scripts.ts';
import { REGISTER } from '#lib/runtime/link/register.ts';
import type { ModuleBody, RegisteredModule } from '#lib/runtime/script/script-modules.ts';
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
	const data = { entities, seed: 1, ...more };
	return follow(data, await Simulation.start(data, { modules: linked(scripts) }));
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
