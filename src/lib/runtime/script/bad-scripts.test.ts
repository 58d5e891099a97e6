import { describe, expect, it } from 'vitest';
import { idOf, modulesOf, playGame, thing } from '../../../../tests/helpers/game.ts';
import { linkScripts } from '../link/link-scripts.ts';
import { Simulation } from '../simulation.ts';
import { readCommands } from '../worker/read-commands.ts';

const HEAD = "import { Script, Vec3 } from 'rastudios';\n";
const script = (body: string, name = 'Bad') =>
	`${HEAD}export default class ${name} extends Script {\n${body}\n}`;
const SPIN = script('update() { this.entity.position.x++; }', 'Spin');
const PREFAB = `{ prefab: '${idOf('P')}' }`;
const LONG = `'x'.repeat(1000)`;

/** Beside one that goes on: what was told, once what came of it went out as it does from a sandbox. */
async function play(text: string): Promise<string[]> {
	const game = await playGame(
		[
			thing('Bad', { collider: true, animation: true }, { Bad: {} }),
			thing('Camera', { camera: true }),
			thing('Gone'),
			thing('Good', { position: [0, 0, 50] }, { Spin: {} }),
		],
		{ Bad: text, Spin: SPIN, Child: script('start() {}', 'Child') },
		{ prefabs: { [idOf('P')]: [thing('One', {}, { Child: {} })] } },
	);
	const commands = readCommands(structuredClone(game.advance(35)));
	structuredClone(game.simulation.save());
	expect(game.at('Good')[0]).toBe(35);
	return commands!.flatMap((command) => (command.type === 'log' ? [command.text] : []));
}

describe('a script that hands over what fits nowhere', () => {
	it.each([
		['follows what is not there', 'this.game.camera.follow(this.game.find("Nobody"))', /camera.follow.*null/],
		['circles what is nothing', 'this.game.camera.orbit({ isAlive: true })', /camera.orbit.*object/],
		['sees out of nobody', 'this.game.camera.firstPerson(null)', /camera.firstPerson.*null/],
		['gives a number for a name', `this.game.spawn(${PREFAB}, null, { name: 5 })`, /name is text/],
		['gives a name without end', `this.game.spawn(${PREFAB}, null, { name: ${LONG} })`, /name is text/],
		['spawns out of the world', `this.game.spawn(${PREFAB}, new Vec3(2e6, 0, 0))`, /at.x must be/],
		['spawns into nothing', `this.game.spawn(${PREFAB}, null, { parent: {} })`, /that is none/],
		['sets what is no plain list', `this.entity.set('collider', 'size', new Set([1, 2, 3]))`, /of a class/],
		['shares what cannot be read', 'this.game.vars.f = () => {}', /game\.vars\.f .*is a function/],
		[
			'shares what code makes up',
			'Object.defineProperty(this.game.vars, "g", { enumerable: true, get() { throw 1; } })',
			/game\.vars\.g cannot be got by code/,
		],
		['stands beyond every number', 'this.entity.position.x = 1e300', /position.x cannot be/],
		['faces nowhere', 'this.entity.rotation.face({ x: NaN, y: 0, z: 0 })', /direction.x cannot be NaN/],
		['takes what all share away', 'this.game.vars = null', /vars/],
	])('[T16] and %s is told so', async (_, code, told) => {
		const lines = await play(script(`start() { ${code}; }`));
		expect(lines).toHaveLength(1);
		expect(lines[0]).toMatch(told);
	});

	it.each([
		['holds the pointer by a function', 'this.game.input.lockPointer(() => {})'],
		['plays a name without end', `this.game.sound.play(${LONG}); this.game.sound.music({ asset: ${LONG} })`],
		['turns by numbers without end', 'this.entity.rotation.set(1e200, 0, 0, 1e200)'],
		['shares what only looks like a list', 'this.game.vars.p = new Proxy([], {})'],
	])('[T16] and %s ends nothing', async (_, code) => {
		expect(await play(script(`start() { ${code}; }`))).toEqual([]);
	});

	it('[T16] and hides its own value behind the one it gave, changes nothing by it', async () => {
		const text = script(
			`start() { const size = [1, 2, 3]; this.entity.set('collider', 'size', size); size[0] = NaN; this.log(this.entity.get('collider', 'size')); }`,
		);
		expect(await play(text)).toEqual(['[1,2,3]']);
	});

	it('[T16] and spawns into what is gone is told so', async () => {
		const text = script(
			`start() { this.gone = this.game.find('Gone'); this.gone.destroy(); } update() { if (this.game.tick === 2) this.game.spawn(${PREFAB}, null, { parent: this.gone }); }`,
		);
		expect((await play(text))[0]).toMatch(/“Gone” left the game/);
	});

	it('[T16] is told of the camera that follows where there is no place', async () => {
		const text = script(
			`start() { this.game.camera.follow(this.entity); this.entity.scale.set(1e38, 1, 1); const one = this.game.spawn(${PREFAB}, new Vec3(1e5, 0, 0), { parent: this.entity }); this.game.camera.follow(one); }`,
		);
		expect((await play(text))[0]).toMatch(/cannot be Infinity/);
	});

	it.each(['start', 'update', 'onCollision', 'onMessage', 'destroy', 'reloaded'])(
		'[T16] has no “%s” that can be read',
		async (hook) => {
			expect(await play(script(`get ${hook}() { throw new Error('unread'); }`))).toEqual(['Error: unread']);
		},
	);
});

describe('bodies that come without end', () => {
	const spawning = (code: string) =>
		playGame(
			[thing('Bad', {}, { Bad: {} })],
			{ Bad: script(`update() { ${code} }`) },
			{ prefabs: { [idOf('P')]: [thing('Box', { rigidBody: true, collider: true })] } },
		);

	it('[T17] in one place are refused where they do, before physics is held up', async () => {
		const { logged, simulation } = await spawning(`for (;;) this.game.spawn(${PREFAB});`);
		expect(logged(4)[0]).toMatch(/in one place/);
		expect(simulation.world.entities).toHaveLength(1 + 50 + 3);
	});

	it('[T17] apart, or one in a tick, may come', async () => {
		const one = await spawning(`this.game.spawn(${PREFAB}, new Vec3(0, this.game.tick, 0));`);
		expect(one.logged(60)).toEqual([]);
		const { logged } = await spawning(
			`if (this.game.tick === 0) for (let x = 0; x < 200; x++) this.game.spawn(${PREFAB}, new Vec3(x, 0, 0));`,
		);
		expect(logged(2)).toEqual([]);
	});
});

describe('scripts beside one that is wrong', () => {
	it('[T16] run where another of their class took its own hook away', async () => {
		const text = script(`static fields = { off: false };
	start() { if (this.off) this.update = undefined; }
	update() { this.log(this.entity.name); }`);
		const { logged } = await playGame(
			[thing('Off', {}, { Bad: { off: true } }), thing('On', {}, { Bad: {} })],
			{
				Bad: text,
			},
		);
		expect(logged(2)).toEqual(['On', 'On']);
	});

	it('[T16] tell their mistakes where another talks without end', async () => {
		const { logged } = await playGame([thing('One', {}, { Loud: {} }), thing('Two', {}, { Bad: {} })], {
			Loud: script('update() { for (let i = 0; i < 100; i++) this.log(i); }', 'Loud'),
			Bad: script(`update() { throw new Error('heard'); }`),
		});
		expect(logged(60)).toContain('Error: heard');
	});

	it.each([
		['is called as nothing can be', '#!/usr/bin/env node\n', /does not parse/],
		['takes a name of ours', 'let exports = 1;\n', /exports/],
		['takes another', 'class require {}\n', /require/],
	])('[T16] run where one %s', async (_, before, told) => {
		expect((await play(`${before}${script('start() {}')}`))[0]).toMatch(told);
	});

	it('[T6] are named while they run, also after they made others', async () => {
		const text = script(`update() { this.game.spawn(${PREFAB}); this.log('now'); }`);
		const sources = Object.entries({ Bad: text, Child: script('', 'Child') });
		const { text: linked } = linkScripts(sources.map(([name, text]) => ({ id: idOf(name), name, text })));
		let running = '';
		const data = {
			entities: [thing('Bad', {}, { Bad: {} })],
			seed: 1,
			prefabs: { [idOf('P')]: [thing('One', {}, { Child: {} })] },
		};
		const onmodule = (module: string) => (running = module);
		const simulation = await Simulation.start(data, { modules: modulesOf(linked), onmodule });
		const { world } = simulation;
		const named: string[] = [];
		const tell = world.tell.bind(world);
		world.tell = (command) => {
			if (command.type === 'log') named.push(running);
			tell(command);
		};
		simulation.advance(1);
		expect(named).toEqual([idOf('Bad')]);
	});

	it('[T6] are named while physics parts what they spawned, if that was a crowd', async () => {
		const spawn = `for (let i = 0; i < this.count; i++) this.game.spawn(${PREFAB}, new Vec3(i * 3, 0, 0));`;
		const text = script(`static fields = { count: 10 }; update() { ${spawn} this.count *= this.count; }`);
		const { text: linked } = linkScripts([{ id: idOf('Bad'), name: 'Bad', text }]);
		let running = '';
		const data = {
			entities: [thing('Bad', {}, { Bad: {} })],
			seed: 1,
			prefabs: { [idOf('P')]: [thing('Ball', { rigidBody: true, collider: true })] },
		};
		const onmodule = (module: string) => (running = module);
		const simulation = await Simulation.start(data, { modules: modulesOf(linked), onmodule });
		const inPhysics = [1, 2].map(() => {
			simulation.advance(1);
			return running;
		});
		expect(inPhysics).toEqual(['', idOf('Bad')]);
	});
});
