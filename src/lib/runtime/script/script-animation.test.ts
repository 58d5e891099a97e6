import { expect, it } from 'vitest';
import { playGame, thing } from '../../../../tests/helpers/game.ts';
import type { GameCommand } from '../game-commands.ts';

const FIGURE = { mesh: true, animation: true, 'animation.speed': 2 };

/** What a script has its model play, tick by tick. */
async function told(
	update: string,
	ticks: number,
	values: Record<string, string | number | boolean> = FIGURE,
) {
	const script = `import { Script } from 'rastudios';
export default class Dance extends Script {
	update() {
		const { animation } = this.entity;
		${update}
	}
}`;
	const game = await playGame([thing('Figure', values, { Dance: {} })], { Dance: script });
	return game.advance(ticks);
}

const clips = (commands: readonly GameCommand[]) => commands.filter(({ type }) => type === 'clip');

it('[T38] what is said in every tick is told once, as the inspector has it where nothing else is said', async () => {
	const commands = clips(await told(`animation.play(this.game.tick < 5 ? 'Walk' : 'Run', { fade: 1 });`, 10));
	const common = { type: 'clip', index: 0, fade: 1, loop: 'repeat', speed: 2 };
	expect(commands).toEqual([
		{ ...common, clip: 'Walk' },
		{ ...common, clip: 'Run' },
	]);
});

it('[T38] what plays once can be wanted again, and all can be ended', async () => {
	const once = clips(await told(`animation.play('Jump', { loop: 'once', speed: 1 });`, 3));
	expect(once).toHaveLength(3);
	const [stop] = clips(await told(`animation.stop();`, 1));
	expect(stop).toEqual({ type: 'clip', index: 0, clip: null, fade: 0.2, loop: 'repeat', speed: 2 });
});

it('[T38] without the component there are none, and what makes no sense is told where it is asked', async () => {
	const says = async (update: string, values?: Record<string, boolean>) =>
		(await told(update, 1, values)).map((command) => (command.type === 'log' ? command.text : command.type));
	expect(await says(`this.log(String(animation));`, { mesh: true })).toEqual(['null']);
	for (const call of [
		`play(7)`,
		`play('Run', { loop: 'twice' })`,
		`play('Run', { speed: NaN })`,
		`stop('x')`,
	]) {
		const [text, ...more] = await says(`animation.${call};`);
		expect(text, call).toMatch(/clip|loops|number/);
		expect(more).toEqual([]);
	}
});
