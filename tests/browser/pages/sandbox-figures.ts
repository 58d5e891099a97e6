import { systemClock } from '#lib/base/clock.ts';
import { NO_INPUT } from '#lib/runtime/input/input-frame.ts';
import { linkScripts } from '#lib/runtime/link/link-scripts.ts';
import { openSandbox } from '#lib/runtime/sandbox/sandbox-adapter.ts';
import { SandboxedSimulation } from '#lib/runtime/sandbox/sandboxed-simulation.ts';
import type { Changes } from '#lib/runtime/simulation-port.ts';
import { Simulation } from '#lib/runtime/simulation.ts';
import { gameText } from '#lib/runtime/worker/game-text-adapter.ts';
import type { EntityData } from '#lib/runtime/world/game-data.ts';
import type { RegisteredModule } from '#lib/runtime/script/script-modules.ts';
import { ScriptBase } from '#lib/runtime/script/script-base.ts';
import { idOf, thing } from '../../helpers/game-things.ts';

const COUNT = 1000;
const STRETCH = 60;
const STRETCHES = 60;
/** The first ticks pay for compiling, and for a heap that grows. */
const WARM_AFTER = 20;
/** What is short is compiled only after many, and then differs more from one to the next. */
const SHORT_STRETCHES = 120;
const COMPILED_AFTER = 40;

/** Milliseconds a tick or question, one for each stretch: the page's clock is too coarse for a single one. */
export type Times = { readonly ours: number[]; readonly against: number[] };
/** `single`: of each tick of ours. */
export type TickTimes = Times & { readonly single: number[] };

const WANDER = `import { Script } from 'rastudios';
export default class Wander extends Script {
	static fields = { radius: 2, speed: 1 };
	angle = 0;
	update(seconds) {
		const { position, rotation } = this.entity;
		this.angle += this.speed * seconds;
		position.x = Math.cos(this.angle) * this.radius;
		position.z = Math.sin(this.angle) * this.radius;
		position.y = Math.sqrt(Math.abs(position.x * position.z));
		rotation.turn('y', 90 * seconds);
	}
}`;

/** The same class as it stands on this page: the page's policy runs no text. */
class Wander extends ScriptBase {
	static override fields = { radius: 2, speed: 1 };
	declare radius: number;
	declare speed: number;
	angle = 0;
	update(seconds: number): void {
		const { position, rotation } = this.entity;
		this.angle += this.speed * seconds;
		position.x = Math.cos(this.angle) * this.radius;
		position.z = Math.sin(this.angle) * this.radius;
		position.y = Math.sqrt(Math.abs(position.x * position.z));
		rotation.turn('y', 90 * seconds);
	}
}

const MODULE: RegisteredModule = {
	id: idOf('Wander'),
	name: 'Wander',
	body: (exports) => Object.assign(exports, { default: Wander }),
};

/** A tick of 1,000 scripted entities in the sandbox, asked for and answered; and the same functions called on this page. */
export async function measureTicks(): Promise<TickTimes> {
	const entities = Array.from({ length: COUNT }, (_, i) => thing(`Wanderer ${i}`, {}, { Wander: {} }));
	const game = await openGame(entities, WANDER);
	const here = await Simulation.start({ entities, seed: 1 }, { modules: [MODULE] });
	here.advance(1);
	const scripts = [...here.scripts.running].map(({ script }) => script as unknown as Wander);
	if (scripts.length !== COUNT) throw new Error('Not all scripts run.');
	const times: TickTimes = { ours: [], against: [], single: [] };
	// As the loop of a game does it.
	let spare: Changes | undefined;
	for (let stretch = 0; stretch < STRETCHES; stretch++) {
		let began = performance.now();
		for (let i = 0; i < STRETCH; i++) {
			const start = performance.now();
			spare = (await game.advance(1, NO_INPUT, spare)).changes;
			if (stretch > 1) times.single.push(performance.now() - start);
		}
		const ours = (performance.now() - began) / STRETCH;
		began = performance.now();
		for (let i = 0; i < STRETCH; i++) for (const script of scripts) script.update(1 / 60);
		const against = (performance.now() - began) / STRETCH;
		here.world.transforms.takeChanges();
		if (stretch < WARM_AFTER) continue;
		times.ours.push(ours);
		times.against.push(against);
	}
	game.dispose();
	here.dispose();
	return times;
}

/** A tick of a game in which nothing is; and a bare message to a worker in such a frame, and back. */
export async function measureRoundtrips(): Promise<Times> {
	const game = await openGame([], '');
	const echo = await openSandbox(
		'onmessage = ({ ports: [port] }) => { port.onmessage = ({ data }) => port.postMessage(data); };',
		() => {},
	);
	const bare = () =>
		new Promise<void>((resolve) => {
			echo.port.onmessage = () => resolve();
			echo.port.postMessage({ type: 'advance', ticks: 1, input: NO_INPUT });
		});
	const times: Times = { ours: [], against: [] };
	for (let stretch = 0; stretch < SHORT_STRETCHES; stretch++)
		for (const [ask, list] of [
			[() => game.advance(1, NO_INPUT), times.ours],
			[bare, times.against],
		] as const) {
			const began = performance.now();
			for (let i = 0; i < STRETCH; i++) await ask();
			if (stretch >= COMPILED_AFTER) list.push((performance.now() - began) / STRETCH);
		}
	game.dispose();
	echo.dispose();
	return times;
}

async function openGame(entities: readonly EntityData[], script: string): Promise<SandboxedSimulation> {
	const sources = script === '' ? [] : [{ id: idOf('Wander'), name: 'Wander', text: script }];
	const { code } = await gameText(linkScripts(sources).text);
	const open = (onerror: Parameters<typeof openSandbox>[1]) => openSandbox(code, onerror);
	return SandboxedSimulation.start({ entities, seed: 1 }, open, systemClock);
}
