import { describe, expect, it } from 'vitest';
import { playGame, thing } from '../../../../tests/helpers/game.ts';
import { MOST_LINES } from './game-facts.ts';
import { readFacts } from './read-facts.ts';

const DOOR = `import { Script } from 'rastudios';
export default class Door extends Script {
	static fields = { speed: { kind: 'number', default: 2 }, next: { kind: 'entity' } };
	open = false;
	name = 'front';
	steps = 0.1 + 0.2;
	list = [1, { deep: [[['x']]] }, null];
	many = Array.from({ length: 30 }, (_, i) => i);
	seen = new Map([['a', 1]]);
	#secret = 4;
	itself = this;
	call = () => 1;
	get asked() { this.game.vars.asked = true; return 1; }
	start() {
		Object.defineProperty(this, 'trap', { enumerable: true, get: () => { this.game.vars.trapped = true; return 1; } });
		this.guarded = new Proxy({}, { ownKeys() { throw new Error('no'); } });
		this.at = this.entity.position.clone();
		this.long = 'x'.repeat(1000);
	}
	update(dt) { this.entity.position.x += dt; }
}`;
const BODY = { rigidBody: true, collider: true };

const game = () =>
	playGame(
		[
			thing('Door', { ...BODY, position: [0, 5, 0] }, { Door: { next: { entity: 'Lamp'.padEnd(22, '-') } } }),
			thing('Lamp', {}, { Door: {} }),
		],
		{ Door: DOOR },
	);

describe('looking into a game', () => {
	it('[T79] tells what the scripts of an entity hold, in words, and of no other', async () => {
		const { simulation, advance } = await game();
		advance(2);
		const { scripts, lines } = simulation.inspect({ physics: false, watch: [0] });
		expect(lines).toBeNull();
		expect(scripts.map(({ index, slot }) => [index, slot])).toEqual([[0, 'script:Door']]);
		const values = new Map(scripts[0]!.values);
		expect(Object.fromEntries(values)).toMatchObject({
			...{ speed: '2', next: 'Lamp', open: 'false', name: '"front"', steps: '0.3', at: '0, 5, 0' },
			...{ list: '[1, { deep: […] }, null]', seen: '1 × …', guarded: '…' },
		});
		expect(values.get('many')).toMatch(/^\[0, 1, .*, 19, …\]$/);
		expect(values.get('long')?.length).toBe(200);
		for (const name of ['call', 'asked', 'trap', 'secret']) expect(values.has(name)).toBe(false);
		expect(simulation.scripts.game.vars).toEqual({});
	});

	it('[T79] an entity that left the game, or has no scripts that run, has nothing to tell', async () => {
		const { simulation, advance } = await game();
		advance(1);
		simulation.scripts.takeOut(simulation.world.entities[0]!);
		expect(simulation.inspect({ physics: false, watch: [0, 7] }).scripts).toEqual([]);
	});

	it('[T122] tells the lines of what physics knows', async () => {
		const { simulation, advance } = await game();
		advance(1);
		const { lines, scripts } = simulation.inspect({ physics: true, watch: [] });
		expect(lines!.length).toBeGreaterThanOrEqual(12 * 6);
		expect(lines!.length % 6).toBe(0);
		expect(scripts).toEqual([]);
	});

	it('[T79] [T122] the game goes on the same, whether it is looked into or not', async () => {
		const [looked, other] = [await game(), await game()];
		for (let i = 0; i < 90; i++) {
			looked.advance(1);
			looked.simulation.inspect({ physics: true, watch: [0, 1] });
			other.advance(1);
		}
		expect(looked.simulation.hash()).toBe(other.simulation.hash());
	});
});

describe('what a game says of itself', () => {
	const line = [0, 0, 0, 1, 1, 1];

	it.each([
		['no list', line],
		['half a line', Float32Array.of(1, 2, 3)],
		['what is nowhere', Float32Array.of(0, 0, 0, 1, NaN, 1)],
		['what is endless', Float32Array.of(0, 0, 0, 1, Infinity, 1)],
		['more than anybody could see', new Float32Array((MOST_LINES + 1) * 6)],
		['shared memory', new Float32Array(new SharedArrayBuffer(24))],
		['other numbers', Float64Array.from(line)],
	])('[T122] draws nothing of %s', (_, lines) => {
		expect(readFacts({ lines, scripts: [] }).lines).toBeNull();
	});

	it('[T122] draws what are lines', () => {
		expect([...readFacts({ lines: Float32Array.from(line) }).lines!]).toEqual(line);
	});

	it('[T79] reads words alone, and no more than somebody could', () => {
		expect(readFacts(undefined)).toEqual({ lines: null, scripts: [] });
		const long = 'x'.repeat(5000);
		const values = [['a', long], [long, 'b'], ['c', {}], 'd', ['e'], ['a', 'again'], null];
		const odd = [null, 7, { index: 0.5, slot: 's', values: [] }, { index: 1, slot: 2, values: [] }];
		const { scripts } = readFacts({ scripts: [...odd, { index: 1, slot: 's', values }] });
		expect(scripts).toEqual([
			{
				...{ index: 1, slot: 's' },
				values: [
					['a', 'again'],
					['x'.repeat(100), 'b'],
				],
			},
		]);
		const many = Array.from({ length: 900 }, (_, i) => [String(i), '']);
		const crowd = readFacts({ scripts: Array(900).fill({ index: 1, slot: 's', values: many }) }).scripts;
		expect([crowd.length, crowd[0]!.values.length]).toEqual([50, 100]);
	});
});
