import { describe, expect, it } from 'vitest';
import { idOf, playGame, thing } from '../../../../tests/helpers/game.ts';

const script = (body: string) => `import { Script, Vec3 } from 'rastudios';
export default class Walker extends Script {
	${body}
}`;
const BEFORE = script(`static fields = { speed: 60, friend: { kind: 'entity' } };
	steps = 0; home = new Vec3(1, 2, 3); names = { list: ['a'] }; secret = () => 1;
	start() { this.log('start'); this.speed = 120; this.home.scale(2); this.names.list.push('b'); this.after(10 / 60, 'ring'); this.after(10 / 60, () => this.log('lost')); this.game.vars.coins = 3; }
	ring() { this.log('ring'); }
	update(seconds) { this.steps++; this.entity.position.x += this.speed * seconds; }`);

describe('a change of the code while the game runs', () => {
	it('[T90] keeps where everything is, what scripts hold, their named timers and what they share', async () => {
		const entities = [thing('Hero', {}, { Walker: { friend: { entity: idOf('Friend') } } }), thing('Friend')];
		const game = await playGame(entities, { Walker: BEFORE });
		expect(game.logged(5)).toEqual(['start']);
		const after = script(`static fields = { speed: 60, friend: { kind: 'entity' }, extra: 7 };
	steps = 0; home = null; names = null; secret = null;
	start() { this.log('started again'); }
	reloaded() { this.log(this.steps, this.speed, this.home.z, this.names.list[1], this.secret, this.friend.name, this.extra, this.game.vars.coins, this.game.tick); }
	ring() { this.log('new ring'); }
	update() { this.entity.position.y += 1; }`);
		const next = await game.reloaded({ Walker: after });
		expect(next.logged(8)).toEqual(['5 120 6 b null Friend 7 3 5', 'new ring']);
		expect(next.at('Hero')).toEqual([10, 8, 0]);
		expect(next.simulation.tick).toBe(13);
	});

	it('[T90] what nobody changed since it was made is as the new code says', async () => {
		const text = (speed: number) =>
			script(`static fields = { speed: ${speed} }; own = ${speed}; touched = ${speed};
	start() { this.touched = 99; }
	reloaded() { this.log(this.speed, this.own, this.touched); }`);
		const game = await playGame([thing('Hero', {}, { Walker: {} })], { Walker: text(1) });
		game.advance(1);
		expect((await game.reloaded({ Walker: text(2) })).logged(1)).toEqual(['2 2 99']);
	});

	it('[T90] goes on falling, spawning and following as it would have', async () => {
		const text = script(`static fields = { drop: { kind: 'prefab' } };
	start() { this.game.camera.follow(this.entity); }
	update() { if (this.game.tick % 7 === 0) this.game.spawn(this.drop, { x: this.game.random.between(-2, 2), y: 6, z: 0 }); if (this.game.tick === 20) this.game.find('Drop').destroy(); }`);
		const prefabs = { [idOf('P')]: [thing('Drop', { rigidBody: true, collider: true })] };
		const entities = [
			thing('Hero', { rigidBody: true, position: [0, 50, 0] }, { Walker: { drop: { prefab: idOf('P') } } }),
			thing('Camera', { camera: true }),
		];
		const begin = () => playGame(entities, { Walker: text }, { prefabs });
		const [straight, changed] = [await begin(), await begin()];
		straight.advance(60);
		changed.advance(30);
		const next = await changed.reloaded({ Walker: text });
		next.advance(30);
		const alive = (game: typeof straight) =>
			game.simulation.world.entities.map(({ id, isAlive }) => [id, isAlive]);
		expect(alive(next)).toEqual(alive(straight));
		const [a, b] = [straight.at('Hero'), next.at('Hero')];
		a.forEach((number, i) => expect(b[i]).toBeCloseTo(number, 3));
		straight.at('Camera').forEach((number, i) => expect(next.at('Camera')[i]).toBeCloseTo(number, 3));
	});

	it('[T90] a script that is gone, new or broken now leaves the others as they are', async () => {
		const entities = [thing('Hero', {}, { Walker: {}, Other: {} })];
		const other = BEFORE.replaceAll('Walker', 'Other');
		const game = await playGame(entities, { Walker: BEFORE, Other: other });
		game.advance(5);
		const next = await game.reloaded({ Walker: BEFORE, Other: 'export default class {' });
		expect(next.logged(1)[0]).toMatch(/does not parse/);
		expect(next.at('Hero')[0]).toBeCloseTo(22);
	});

	it('[T85] what was saved before is known after it, and what was forgotten is forgotten', async () => {
		const text = script(
			`update() { const { save, vars } = this.game; save.set('coins', save.get('coins') + 1); save.set('old', null); delete vars.old; this.log(save.get('coins'), save.get('old'), vars.old); }`,
		);
		const begun = { saves: { coins: 10, old: 1 }, vars: { old: 1 } };
		const game = await playGame([thing('Hero', {}, { Walker: {} })], { Walker: text }, begun);
		expect(game.logged(3)).toEqual(['11', '12', '13'].map((coins) => `${coins} undefined undefined`));
		expect((await game.reloaded({ Walker: text })).logged(1)).toEqual(['14 undefined undefined']);
	});

	it('[T90] what is held is not pressed anew, and what was only tapped goes up', async () => {
		const text = script(`onInput({ action, pressed }) { this.log(action, pressed); }`);
		const game = await playGame([thing('Hero', {}, { Walker: {} })], { Walker: text });
		const held = { values: { jump: 1 } };
		expect(game.logged(3, held)).toEqual(['jump true']);
		expect(game.logged(1, { ...held, tapped: ['use'] })).toEqual(['use true']);
		const next = await game.reloaded({ Walker: text });
		expect(next.logged(3, held)).toEqual(['use false']);
		expect(next.logged(1)).toEqual(['jump false']);
	});

	it('[T114] keeps what edits brought: prefabs to spawn, and outlines to stand on', async () => {
		const text = script(
			`onInput({ pressed }) { if (pressed) this.log(this.game.spawn({ prefab: 'p' }).name); }`,
		);
		const floor = { ...thing('Floor', { collider: true, 'collider.shape': 'mesh' }), outline: GROUND };
		const ball = thing('Ball', { position: [5, 3, 0], rigidBody: true, collider: true });
		const game = await playGame([thing('Hero', {}, { Walker: {} })], { Walker: text });
		const added = [floor, ball].map((data) => ({ under: null, entities: [data] }));
		game.simulation.edit({ added, removed: [], changed: [], prefabs: { p: [thing('Coin')] } });
		game.advance(5);
		const next = await game.reloaded({ Walker: text });
		expect(next.logged(120, { values: { use: 1 } })).toEqual(['Coin']);
		expect(next.at('Ball')[1]).toBeGreaterThan(0);
	});
});

/** Two triangles, 20 m wide. */
const GROUND = {
	points: new Float32Array([-10, 0, -10, 10, 0, -10, 10, 0, 10, -10, 0, 10]),
	indices: new Uint32Array([0, 2, 1, 0, 3, 2]),
};

describe('what scripts hold over a change of the code', () => {
	const change = async (before: string, after: string) => {
		const game = await playGame([thing('Hero', {}, { Walker: {} })], { Walker: script(before) });
		game.advance(2);
		return (await game.reloaded({ Walker: script(after) })).logged(1);
	};

	it('[T90] may hold itself, and the same thing twice', async () => {
		const lines = await change(
			`tree = null; start() { const root = { kids: [] }; for (const name of ['a', 'b']) root.kids.push({ root, name }); root.first = root.kids[0]; this.tree = root; }`,
			`tree = null; reloaded() { const { kids, first } = this.tree; this.log(kids[1].root === this.tree, first === kids[0], kids[1].name); }`,
		);
		expect(lines).toEqual(['true true b']);
	});

	it('[T90] may be as deep as it likes, and hold itself many times over', async () => {
		const lines = await change(
			`chain = null; net = []; start() {
	for (let i = 0; i < 20_000; i++) this.chain = { next: this.chain, i };
	for (let i = 0; i < 400; i++) this.net.push({ i, to: [] });
	for (const node of this.net) for (let k = 1; k < 9; k++) node.to.push(this.net[(node.i + k) % 400]);
}`,
			`chain = null; net = []; reloaded() { let last = this.chain; while (last.next) last = last.next; this.log(this.chain.i, last.i, this.net[399].to[0] === this.net[0]); }`,
		);
		expect(lines).toEqual(['19999 0 true']);
	});

	it('[T90] is left out where it cannot be read or held, and the rest is kept', async () => {
		const lines = await change(
			`a = null; b = null; c = null; d = null; steps = 0; start() {
	this.a = { get x() { throw new Error('a'); } }; this.b = new Proxy({}, { ownKeys() { throw new Error('b'); } });
	this.c = { list: [[() => {}]], name: 'c' }; this.d = JSON.parse('{"__proto__": {"evil": 1}}'); this.steps = 7; }`,
			`a = 1; b = 1; c = null; d = null; steps = 0; reloaded() { this.log([this.a, this.b, this.c, this.d.evil, this.steps]); }`,
		);
		expect(lines).toEqual(['[1,1,{"name":"c"},null,7]']);
	});

	it('[T90] waits for its script where that cannot be made any more, and can be again', async () => {
		const text = (more: string) =>
			script(`steps = 0; start() { this.steps = 7; } reloaded() { this.log(this.steps); } ${more}`);
		const game = await playGame([thing('Hero', {}, { Walker: {} })], { Walker: text('') });
		game.advance(1);
		const broken = await game.reloaded({ Walker: text(`constructor() { super(); throw new Error('no'); }`) });
		expect(broken.logged(1)).toEqual(['Error: no']);
		expect((await broken.reloaded({ Walker: text('') })).logged(1)).toEqual(['7']);
	});

	it('[T90] that the new code refuses is told, and what it only tells stays as it says', async () => {
		const lines = await change(
			`hp = 3; mp = 3; steps = 0; update() { this.hp++; this.mp++; this.steps++; }`,
			`steps = 0; get hp() { return 9; } set mp(mp) { throw new Error('full'); } reloaded() { this.log(this.hp, this.steps); }`,
		);
		expect(lines).toEqual(['Error: full', '9 2']);
	});

	it('[T129] what is spawned collides as it is seen, and its outline is nothing to who shows it', async () => {
		const text = script(
			`static fields = { what: { kind: 'prefab' } }; start() { this.game.spawn(this.what); }`,
		);
		const floor = { ...thing('Floor', { collider: true, 'collider.shape': 'mesh' }), outline: GROUND };
		const ball = thing('Ball', { position: [5, 3, 0], rigidBody: true, collider: true });
		const game = await playGame(
			[thing('Hero', {}, { Walker: { what: { prefab: idOf('P') } } }), ball],
			{ Walker: text },
			{ prefabs: { [idOf('P')]: [floor] } },
		);
		const [spawned] = game.advance(120).filter(({ type }) => type === 'spawn');
		expect(spawned).toMatchObject({ entities: [{ name: 'Floor' }] });
		expect(JSON.stringify(spawned)).not.toContain('outline');
		expect(game.at('Ball')[1]).toBeCloseTo(0.5, 1);
	});

	it('[T127] what touches does not begin to again, and what parts meanwhile is told', async () => {
		const text = script(
			`onCollision({ other, began, isSensor }) { this.log(began ? 'begins' : 'ends', other.name, isSensor); }`,
		);
		const floor = thing('Floor', { position: [0, -0.5, 0], collider: true, 'collider.size': [20, 1, 20] });
		const zone = thing('Zone', { position: [0, 0.5, 0], collider: true, 'collider.sensor': true });
		const box = thing('Box', { position: [0, 0.5, 0], rigidBody: true, collider: true }, { Walker: {} });
		const game = await playGame([floor, zone, box], { Walker: text });
		expect(game.logged(60).sort()).toEqual(['begins Floor false', 'begins Zone true']);
		const next = await game.reloaded({ Walker: text });
		expect(next.logged(60)).toEqual([]);
		const { world } = next.simulation;
		world.transforms.setPosition(world.byId(idOf('Box'))!.index, [5, 30, 0]);
		expect(next.logged(3).sort()).toEqual(['ends Floor false', 'ends Zone true']);

		// It is elsewhere before the next step finds it.
		const again = await game.reloaded({ Walker: text });
		const { world: other } = again.simulation;
		other.transforms.setPosition(other.byId(idOf('Box'))!.index, [5, 30, 0]);
		expect(again.logged(3).sort()).toEqual(['ends Floor false', 'ends Zone true']);
	});

	it('[T127] what walks into a wall does not begin to again either', async () => {
		const text = script(`update() { if (this.game.tick < 90) this.entity.body.walk({ x: 0.1, y: 0, z: 0 }); }
	onCollision({ other, began }) { this.log(began ? 'begins' : 'ends', other.name); }`);
		const wall = thing('Wall', { position: [2, 0, 0], collider: true, 'collider.size': [1, 4, 4] });
		const hero = thing(
			'Hero',
			{ rigidBody: true, 'rigidBody.type': 'kinematic', collider: true },
			{ Walker: {} },
		);
		const game = await playGame([wall, hero], { Walker: text });
		expect(game.logged(40)).toEqual(['begins Wall']);
		expect((await game.reloaded({ Walker: text })).logged(40)).toEqual([]);
	});

	it('[T127] a script that only now listens hears what touches already', async () => {
		const entities = [
			thing('Floor', { position: [0, -0.5, 0], collider: true, 'collider.size': [20, 1, 20] }),
			thing('Box', { position: [0, 0.5, 0], rigidBody: true, collider: true }, { Walker: {} }),
		];
		const game = await playGame(entities, { Walker: script('') });
		game.advance(30);
		const next = await game.reloaded({
			Walker: script(`onCollision({ other, began }) { this.log(began, other.name); }`),
		});
		expect(next.logged(5)).toEqual(['true Floor']);
	});
});
