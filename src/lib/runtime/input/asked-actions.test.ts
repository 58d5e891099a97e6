import { describe, expect, it } from 'vitest';
import { playGame, thing } from '../../../../tests/helpers/game.ts';
import { AskedActions } from './asked-actions.ts';

const script = (body: string) => `import { Script } from 'rastudios';
export default class Asker extends Script {
	${body}
}`;
async function askedBy(body: string, ticks = 3): Promise<string[]> {
	const { advance } = await playGame([thing('Hero', {}, { Asker: {} })], { Asker: script(body) });
	return advance(ticks).flatMap((command) => (command.type === 'ask' ? [command.action] : []));
}

describe('[T68] what a game asks its player for', () => {
	it.each([
		['', []],
		["update() { this.game.input.isDown('jump'); this.game.input.pressed('roll'); }", ['jump', 'roll']],
		['update() { this.game.input.move; this.game.input.look; }', ['moveX', 'moveY', 'lookX', 'lookY']],
		['onInput() {}', ['*']],
		["late = 0; update() { if (++this.late === 2) this.game.input.value('use'); }", ['use']],
	])('is told once, as it is asked for: %s', async (body, expected) => {
		expect(await askedBy(body)).toEqual(expected);
	});

	it('is told no more than players could press, and nothing that is no name', () => {
		const told: string[] = [];
		const asked = new AskedActions((action) => told.push(action));
		for (const odd of [5, 'x'.repeat(65), null]) asked.ask(odd as never);
		expect(told).toEqual([]);
		for (let i = 0; i < 1000; i++) expect(asked.ask(`action${i}`)).toBe(`action${i}`);
		expect(told).toHaveLength(64);
	});
});
