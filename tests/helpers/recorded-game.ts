import { seededRandom } from '#lib/base/random.ts';
import { NO_INPUT, type InputFrame } from '#lib/runtime/input/input-frame.ts';
import { Recorder } from '#lib/runtime/recording/recorder.ts';
import { RecordedSimulation } from '#lib/runtime/recording/recorded-simulation.ts';
import type { Recording } from '#lib/runtime/recording/recording.ts';
import type { SimulationPort } from '#lib/runtime/simulation-port.ts';
import type { GameData } from '#lib/runtime/world/game-data.ts';
import { idOf, thing } from './game-things.ts';

const BODY = { rigidBody: true, collider: true };
const slab = { position: [0, -0.5, 0], collider: true, 'collider.size': [40, 1, 40] };
const crate = thing('Crate', { ...BODY, position: [0, 6, 0] });

/** A game with a bit of everything that chance, time and its player could change. */
export const RECORDED_GAME: GameData = {
	seed: 7,
	scene: 'Yard',
	vars: { best: 3 },
	saves: { coins: 2 },
	entities: [
		thing('Ground', slab),
		thing('Player', { position: [0, 1, 0] }, { Walk: { crate: { prefab: idOf('Crate') } } }),
		thing('Ball', { ...BODY, 'collider.shape': 'sphere', position: [1, 3, 0] }),
	],
	prefabs: { [idOf('Crate')]: [crate] },
};

export const RECORDED_SCRIPTS = [
	{
		id: idOf('Walk'),
		name: 'Walk',
		text: `import { Script } from 'rastudios';
export default class Walk extends Script {
	static fields = { crate: { kind: 'prefab' } };
	declare crate;
	start() {
		this.game.vars.coins = Number(this.game.save.get('coins') ?? 0);
		this.every(0.4, () => { this.game.vars.beats = Number(this.game.vars.beats ?? 0) + this.game.random.between(0, 1); });
	}
	update(dt) {
		const { input } = this.game;
		const { position } = this.entity;
		position.x += input.move.x * 4 * dt;
		position.z += input.move.z * 4 * dt;
		this.game.vars.looked = Number(this.game.vars.looked ?? 0) + input.look.x;
		if (input.pressed('jump')) this.game.spawn(this.crate, { x: this.game.random.between(-2, 2), y: 4, z: position.z });
		Promise.resolve().then(() => { this.game.vars.later = this.game.tick; });
	}
}`,
	},
];

/** Plays so many ticks, asked for a few at once, as by somebody who does this and that; answers what was written down. */
export async function playAtRandom(
	simulation: SimulationPort,
	{ seed, ticks, most }: { readonly seed: number; readonly ticks: number; readonly most: number },
): Promise<Recording> {
	const recorder = new Recorder(RECORDED_GAME);
	const recorded = new RecordedSimulation(simulation, recorder);
	const random = seededRandom(seed);
	for (let tick = 0; tick < ticks;) {
		const count = Math.min(ticks - tick, 1 + Math.floor(random() * most));
		await recorded.advance(count, inputAt(random));
		tick += count;
	}
	return recorder.recording('');
}

function inputAt(random: () => number): InputFrame {
	const moves = random() < 0.7;
	return {
		...NO_INPUT,
		values: moves ? { moveX: Math.round(random() * 2 - 1), moveY: 0.3 } : {},
		tapped: random() < 0.1 ? ['jump', 'moveY'] : [],
		look: random() < 0.5 ? [random() * 4 - 2, -0] : [0, 0],
	};
}
