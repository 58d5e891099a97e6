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
