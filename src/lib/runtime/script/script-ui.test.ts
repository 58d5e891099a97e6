import { describe, expect, it } from 'vitest';
import { playGame, thing } from '../../../../tests/helpers/game.ts';
import type { GameCommand } from '../game-commands.ts';
import { readCommands } from '../worker/read-commands.ts';

const BUTTON = `import { Script } from 'rastudios';
export default class Menu extends Script {
	update() { if (this.game.input.pressed('begin')) this.log('begins'); }
	onInput({ action, pressed }) { this.log(action, pressed); }
	onMessage(message, data, from) { this.log(message, from); }
}`;
const button = (action: string) =>
	thing('Menu', { ui: true, 'ui.kind': 'button', 'ui.action': action }, { Menu: {} });

const said = (commands: readonly GameCommand[]) =>
	commands.flatMap((command) => (command.type === 'say' ? [command.words] : []));

describe('the interface of a game', () => {
	it('[T103] a button presses its action for one tick, and tells the scripts of its entity', async () => {
		const { logged } = await playGame([thing('Other', {}), button('begin')], { Menu: BUTTON });
		expect(logged()).toEqual([]);
		expect(logged(3, { buttons: [1] })).toEqual(['begin true', 'begins', 'pressed null', 'begin false']);
		expect(logged(3, { buttons: [] })).toEqual([]);
	});

	it('[T103] what is no button, or gone, presses nothing; twice in a tick is once', async () => {
		const { logged, simulation } = await playGame([thing('Text', { ui: true }), button('')], {
			Menu: BUTTON,
		});
		expect(logged(2, { buttons: [0, 7, -1, 0.5, NaN] })).toEqual([]);
		expect(logged(2, { buttons: [1, 1] })).toEqual(['pressed null']);
		simulation.world.destroy(simulation.world.entities[1]!);
		expect(logged(2, { buttons: [1] })).toEqual([]);
	});

	it('[T102] what a script sets is told, and refused where it is no value', async () => {
		const { advance } = await playGame([thing('Score', { ui: true }, { Set: {} })], {
			Set: `import { Script } from 'rastudios';
export default class Set extends Script {
	start() {
		this.entity.set('ui', 'text', '3 coins');
		this.entity.set('ui', 'color', 'red');
	}
}`,
		});
		const [set, error] = advance();
		expect(set).toMatchObject({ type: 'set', index: 0, key: 'ui.text', value: '3 coins' });
		expect(error).toMatchObject({
			level: 'error',
			text: expect.stringContaining('ui.color must be a colour'),
		});
	});

	it('[T104] words stand as long as a script says, by the time of the game, over a change of its code too', async () => {
		const text = `import { Script } from 'rastudios';
export default class Guide extends Script {
	start() { this.game.ui.say('Go east', 0.1); }
	onMessage(message) { this.game.ui.say(message); }
}`;
		const game = await playGame([thing('Guide', {}, { Guide: {} })], { Guide: text });
		expect(said(game.advance(5))).toEqual(['Go east']);
		const next = await game.reloaded({ Guide: `${text}\n` });
		expect(said(next.advance(1))).toEqual(['']);
		expect(said(next.advance(60))).toEqual([]);
		next.simulation.scripts.game.send('Hello');
		expect(said(next.advance(2))).toEqual(['Hello']);
		expect(said(next.advance(200))).toEqual(['']);
	});

	it('[T104] words that are too long are cut, and empty ones take away what stands there', async () => {
		const { simulation, advance } = await playGame([]);
		const { ui } = simulation.scripts.game;
		ui.say('');
		ui.say('x'.repeat(1000));
		ui.say('\ud800');
		ui.say('');
		const told = advance();
		expect(said(told).map((words) => words.length)).toEqual([300, 1, 0]);
		expect(readCommands(told)).toEqual(told);
		expect(() => ui.say('a', NaN)).toThrow('seconds');
		expect(readCommands([{ type: 'say', words: 'x'.repeat(301) }])).toBeUndefined();
	});
});
