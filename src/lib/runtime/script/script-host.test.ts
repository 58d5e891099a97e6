import { describe, expect, it } from 'vitest';
import { idOf, playGame, thing } from '../../../../tests/helpers/game.ts';

const HEAD = "import { Script, Vec3, type Entity } from 'rastudios';\n";
const script = (name: string, body: string) =>
	`${HEAD}export default class ${name} extends Script {\n${body}\n}`;
const SPIN = script(
	'Spin',
	`	static fields = { speed: 60 };
	declare speed: number;
	update(seconds: number): void { this.entity.position.x += this.speed * seconds; }`,
);

describe('scripts of a running game', () => {
	it('[T10] run in every tick, with what their creator set', async () => {
		const { advance, at } = await playGame(
			[thing('Slow', {}, { Spin: { speed: 6 } }), thing('Fast', {}, { Spin: {} })],
			{ Spin: SPIN },
		);
		advance(10);
		expect(at('Slow')[0]).toBeCloseTo(1);
		expect(at('Fast')[0]).toBeCloseTo(10);
	});

	it('[T10] have fields of every kind', async () => {
		const text = script(
			'All',
			`	static fields = {
		count: 1, open: false, words: 'hello', at: [1, 2, 3],
		color: { kind: 'color', default: '#ff0000' }, way: { kind: 'choice', options: ['left', 'right'] },
		friend: { kind: 'entity' }, foe: { kind: 'entity' }, made: { kind: 'prefab' }, heard: { kind: 'asset', accepts: 'audio' },
	};
	start() {
		const { count, open, words, at, color, way, friend, foe, made, heard } = this as any;
		this.log([count, open, words, at.clone().scale(2).z, color, way, friend?.name, foe, made, heard]);
	}`,
		);
		const friend = { entity: idOf('Friend') };
		const { logged } = await playGame(
			[
				thing(
					'All',
					{},
					{ All: { count: 5, open: true, friend, way: 'right', foe: 3, made: { prefab: idOf('P') } } },
				),
				thing('Friend'),
			],
			{ All: text },
		);
		expect(logged(1)).toEqual([
			`[5,true,"hello",6,"#ff0000","right","Friend",null,{"prefab":"${idOf('P')}"},null]`,
		]);
	});

	it('[T10] start when everything is there, once, and not when they are switched off', async () => {
		const text = script(
			'Ask',
			`	start() { this.log('start', this.game.find('Later')!.name); }
	update() { this.log(this.game.tick, this.game.time > 0); }`,
		);
		const off = { 'script:Ask.enabled': false };
		const { logged } = await playGame(
			[
				thing('First', {}, { Ask: {} }),
				{ ...thing('Off', {}, { Ask: {} }), values: { ...thing('Off', {}, { Ask: {} }).values, ...off } },
				thing('Later'),
			],
			{ Ask: text },
		);
		expect(logged(3)).toEqual(['start Later', '0 false', '1 true', '2 true']);
	});

	it('[T11] come in one order: updates, timers, fixed updates, physics, late updates', async () => {
		const order = (name: string) =>
			script(
				name,
				`	start() { this.after(1 / 60, () => this.log('${name} timer')); this.after(1 / 60, 'named'); }
	named() { this.log('${name} named'); }
	update() { if (this.game.tick === 1) this.log('${name} update'); }
	fixedUpdate() { if (this.game.tick === 1) this.log('${name} fixed'); }
	lateUpdate() { if (this.game.tick === 1) this.log('${name} late'); }`,
			);
		const { logged } = await playGame([thing('One', {}, { B: {} }), thing('Two', {}, { A: {}, B: {} })], {
			A: order('A'),
			B: order('B'),
		});
		expect(logged(3)).toEqual([
			...['A update', 'B update', 'B update'],
			...['B timer', 'B named', 'A timer', 'A named', 'B timer', 'B named'],
			...['A fixed', 'B fixed', 'B fixed', 'A late', 'B late', 'B late'],
		]);
	});

	it('[T12] import each other, hear each other, and find each other', async () => {
		const door = script(
			'Door',
			`	isOpen = false;\n	onMessage(message: string, how: any, from: Entity) { this.isOpen = true; this.log(message, how.fast, from.name); }`,
		);
		const key = `${HEAD}import Door from './Door';
import { twice } from './Math';
export default class Key extends Script {
	start() {
		this.game.find('Gate')!.send('open', { fast: true });
		this.log(this.game.scripts(Door).length, twice(2));
	}
	update() { if (this.game.tick === 1) this.log(this.game.find('Gate')!.script(Door)!.isOpen, this.entity.script(Door)); }
}`;
		const { logged } = await playGame([thing('Gate', {}, { Door: {} }), thing('Hand', {}, { Key: {} })], {
			Key: key,
			Door: door,
			Math: 'export const twice = (a: number) => a * 2;',
		});
		expect(logged(2)).toEqual(['1 4', 'open true Hand', 'true null']);
	});

	it('[T13] spawn what they were given, under ids of its own, and take it out again', async () => {
		const bullet = script(
			'Bullet',
			`	static fields = { gun: { kind: 'entity' } };
	start() { this.log('born', (this as any).gun?.name, this.entity.children.length); this.after(2 / 60, () => this.entity.destroy()); }
	destroy() { this.log('gone', this.entity.isAlive); }`,
		);
		const gun = script(
			'Gun',
			`	static fields = { bullet: { kind: 'prefab' } };
	start() { const made = this.game.spawn((this as any).bullet, new Vec3(0, 7, 0), { name: 'Made' }); this.log(made.name, made.position.y); }`,
		);
		const prefab = [
			thing('Root', { position: [1, 2, 3] }, { Bullet: { gun: { entity: idOf('Part') } } }),
			thing('Part', {}, {}, 0),
		];
		const game = await playGame(
			[thing('Gun', {}, { Gun: { bullet: { prefab: idOf('P') } } })],
			{ Bullet: bullet, Gun: gun },
			{ prefabs: { [idOf('P')]: prefab } },
		);
		expect(game.logged(2)).toEqual(['Made 7', 'born Part 1']);
		expect(game.at('Made')).toEqual([0, 7, 0]);
		expect(game.logged(3)).toEqual(['gone true']);
		expect(game.simulation.world.entities.filter(({ isAlive }) => isAlive)).toHaveLength(1);
	});

	it('[T14] fall with physics, and hear what they bump into', async () => {
		const text = script(
			'Stone',
			`	onCollision({ other, began }: any) { if (began) this.log('bump', other.name, this.entity.body!.velocity.y > -20); }`,
		);
		const { logged } = await playGame(
			[
				thing('Ground', { collider: true, 'collider.size': [20, 1, 20] }),
				thing('Stone', { rigidBody: true, collider: true, position: [0, 3, 0] }, { Stone: {} }),
			],
			{ Stone: text },
		);
		expect(logged(120)[0]).toBe('bump Ground true');
	});

	it('[T15] hear the player', async () => {
		const text = script(
			'Jump',
			`	onInput({ action, pressed }: any) { this.log(action, pressed); }
	update() { if (this.game.input.pressed('jump')) this.log('jump!', this.game.input.move.x); }`,
		);
		const { logged } = await playGame([thing('Hero', {}, { Jump: {} })], { Jump: text });
		expect(logged(2, { values: { jump: 1, moveX: 1 } })).toEqual(['jump true', 'moveX true', 'jump! 1']);
		expect(logged(1)).toEqual(['jump false', 'moveX false']);
	});

	it('[T82] go slower and faster, and never so slow that they have no turn any more', async () => {
		const text = script(
			'Slow',
			`	start() { for (const speed of [0.5, 0, 99]) { this.game.speed = speed; this.log(this.game.speed); } }`,
		);
		const { advance } = await playGame([thing('Slow', {}, { Slow: {} })], { Slow: text });
		const commands = advance(1);
		expect(commands.flatMap((command) => (command.type === 'speed' ? [command.speed] : []))).toEqual([
			0.5, 0.01, 4,
		]);
	});
});

describe('scripts that are wrong', () => {
	it.each([
		['does not parse', 'export default class extends {', /does not parse/],
		['throws in start', script('A', 'start() { throw new Error("no"); }'), /Error: no/],
		['throws when it is made', script('A', 'x = nothing.at.all;'), /nothing is not defined/],
		[
			'imports what is not there',
			`import X from './Nowhere';\n${script('A', 'start() { X(); }')}`,
			/no script to import.*Nowhere/,
		],
		['gives no script', 'export default 3', /must have a class that extends Script/],
		['gives nothing', 'export const a = 3', /must have a class that extends Script/],
		['has fields that are none', script('A', 'static fields = { a: { kind: "what" } }'), /field “a”/],
		[
			'sets what is no number',
			script('A', 'start() { this.entity.position.x = NaN; }'),
			/position.x cannot be NaN/,
		],
		[
			'sets a field that is not there',
			script('A', 'start() { this.entity.set("light", "bright", 1); }'),
			/no field “bright”/,
		],
		[
			'sets what does not fit',
			script('A', 'start() { this.entity.set("light", "intensity", "much"); }'),
			/light.intensity must be a number/,
		],
		[
			'spawns a prefab that is gone',
			script('A', 'start() { this.game.spawn({ prefab: "x" } as any); }'),
			/not in the project/,
		],
		['makes a script itself', script('A', 'start() { new A(); }'), /made by the game/],
		[
			'calls a method that is not there',
			script('A', 'start() { this.after(0.01, "nope"); }'),
			/no method “nope”/,
		],
		['returns a promise', script('A', 'async update() {}'), /returned a promise/],
		[
			'pushes by what is no number',
			script('A', 'start() { this.entity.body!.push({ x: 1 } as any); }'),
			/body.push/,
		],
		['sends what is not plain', script('A', 'start() { this.game.send("a", () => {}); }'), /plain values/],
		['throws nothing at all', script('A', 'start() { throw null; }'), /null/],
		[
			'throws what cannot be shown',
			script('A', 'start() { throw { get message() { throw 1; }, toJSON() { throw 2; } }; }'),
			/cannot be shown/,
		],
	])('[T16] what %s is told, and the rest goes on', async (_, text, told) => {
		const { logged, at } = await playGame(
			[thing('Bad', { rigidBody: true }, { Bad: {} }), thing('Good', {}, { Spin: {} })],
			{ Bad: text, Spin: SPIN },
		);
		const lines = logged(5);
		expect(lines.length).toBeGreaterThan(0);
		expect(lines[0]).toMatch(told);
		expect(at('Good')[0]).toBeCloseTo(5);
	});

	it('[T16] what breaks in every tick is told once a second', async () => {
		const { logged } = await playGame([thing('Bad', {}, { Bad: {} })], {
			Bad: script('Bad', 'update() { throw new Error("again"); }'),
		});
		expect(logged(120)).toEqual(['Error: again', 'Error: again']);
	});

	it('[T17] what spawns, sends or begins timers without end is stopped there', async () => {
		const text = (body: string) =>
			script('Flood', `static fields = { it: { kind: 'prefab' } };\nupdate() { for (;;) ${body}; }`);
		for (const [body, told] of [
			['this.game.spawn((this as any).it)', /500 prefabs at most/],
			['this.game.send("a")', /5000 messages at most/],
			['this.after(1, () => {})', /20000 timers/],
			['this.entity.visible = !this.entity.visible', /6000 things at once at most/],
		] as const) {
			const prefabs = { [idOf('P')]: [thing('One')] };
			const { logged, at } = await playGame(
				[thing('Bad', {}, { Flood: { it: { prefab: idOf('P') } } }), thing('Good', {}, { Spin: {} })],
				{ Flood: text(body), Spin: SPIN },
				{ prefabs },
			);
			expect(logged(3)[0]).toMatch(told);
			expect(at('Good')[0]).toBeCloseTo(3);
		}
	});

	it('[T17] a game holds so many entities, and those that are there stay', async () => {
		const text = script(
			'Flood',
			`static fields = { it: { kind: 'prefab' } };\nupdate() { for (let i = 0; i < 400; i++) this.game.spawn((this as any).it); }`,
		);
		const prefabs = { [idOf('P')]: [thing('One')] };
		const { logged, simulation } = await playGame(
			[thing('Bad', {}, { Flood: { it: { prefab: idOf('P') } } })],
			{ Flood: text },
			{ prefabs },
		);
		expect(logged(30)[0]).toMatch(/10000 entities at most/);
		expect(simulation.world.entities.filter(({ isAlive }) => isAlive)).toHaveLength(10_000);
	});

	it('[T16] console lines have an end', async () => {
		const { logged } = await playGame([thing('Bad', {}, { Bad: {} })], {
			Bad: script('Bad', 'update() { for (let i = 0; i < 1000; i++) this.log("x".repeat(9999)); }'),
		});
		const lines = logged(1);
		expect(lines).toHaveLength(50);
		expect(lines[0]!.length).toBeLessThan(600);
	});
});

describe('what the player sees through', () => {
	it('[T80] is the first camera of the tree, told once, until a script chooses another', async () => {
		const choose = script(
			'Choose',
			`	update() { if (this.game.tick === 2) this.game.camera.entity = this.game.find('Other'); }`,
		);
		const { simulation } = await playGame(
			[thing('Box'), thing('First', { camera: true }), thing('Other', { camera: true }, { Choose: {} })],
			{ Choose: choose },
		);
		const looks = (ticks: number) => {
			simulation.advance(ticks);
			return simulation.world.takeCommands().filter(({ type }) => type === 'look');
		};
		expect(looks(2)).toEqual([{ type: 'look', index: 1 }]);
		expect(looks(2)).toEqual([{ type: 'look', index: 2 }]);
		expect(looks(2)).toEqual([]);
	});
});

describe('the same game', () => {
	it('[T3] with scripts, chance and spawning is the same, tick by tick', async () => {
		const text = script(
			'Rain',
			`static fields = { drop: { kind: 'prefab' } };
	start() { this.every(0.1, () => { const { random } = this.game; this.game.spawn((this as any).drop, new Vec3(random.between(-3, 3), 5, random.between(-3, 3))); this.game.vars.drops = (this.game.vars.drops as number ?? 0) + 1; }); }`,
		);
		const drop = script('Drop', `start() { this.after(1, () => this.entity.destroy()); }`);
		const prefabs = {
			[idOf('P')]: [
				thing('Drop', { rigidBody: true, collider: true, 'collider.shape': 'sphere' }, { Drop: {} }),
			],
		};
		const entities = [
			thing('Ground', { collider: true, 'collider.size': [20, 1, 20] }),
			thing('Cloud', {}, { Rain: { drop: { prefab: idOf('P') } } }),
		];
		const hash = async (seed: number) => {
			const { simulation, advance } = await playGame(entities, { Rain: text, Drop: drop }, { prefabs, seed });
			for (let i = 0; i < 3; i++) advance(100);
			expect(simulation.scripts.game.vars['drops']).toBe(49);
			return simulation.hash();
		};
		expect(await hash(1)).toBe(await hash(1));
		expect(await hash(1)).not.toBe(await hash(2));
	});
});
