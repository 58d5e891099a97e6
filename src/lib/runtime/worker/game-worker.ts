// What runs in the sandbox: one game, told by messages through the port that comes first. The scripts of the game stand
// behind this in the same text, and register themselves as it is read.
import { seededRandom } from '#lib/base/random.ts';
import { goesOn, NO_INPUT } from '../input/input-frame.ts';
import { preparePhysics } from '../physics/physics.ts';
import { REGISTER } from '../link/register.ts';
import type { ModuleBody, RegisteredModule } from '../script/script-modules.ts';
import { SlowScripts } from '../script/slow-scripts.ts';
import { Simulation } from '../simulation.ts';
import { sayAdvanced, type SaidByGame, type ToGame } from './messages.ts';
import { makeDeterministic, scrubGlobals, takeConsole } from './scrub-globals.ts';

const modules: RegisteredModule[] = [];
/** Made before the world of scripts loses what it takes. */
const turns = new MessageChannel();
const nextTurn = () =>
	new Promise<void>((resolve) => {
		turns.port1.onmessage = () => resolve();
		turns.port2.postMessage(null);
	});
// eslint-disable-next-line no-restricted-properties -- the only clock here, held before scripts lose it; it is only told.
const slow = new SlowScripts(performance.now.bind(performance));
let simulation: Simulation | undefined;

addEventListener(
	'message',
	({ ports: [port] }: MessageEvent) => {
		Reflect.deleteProperty(globalThis, REGISTER);
		if (port) listen(port);
	},
	{ once: true },
);
addEventListener('unhandledrejection', (event) => {
	event.preventDefault();
	simulation?.scripts.reject(event.reason);
});
scrubGlobals(globalThis);
Object.assign(globalThis, {
	[REGISTER]: (id: string, name: string, body: ModuleBody) => modules.push({ id, name, body }),
});

function listen(port: MessagePort): void {
	// While nobody plays yet: it takes longest of all. Where it fails, that is told when the game begins.
	warmUp().catch(() => {});
	const say = (message: SaidByGame, transfer: Transferable[] = []) => port.postMessage(message, transfer);
	const start = async ({ data, state }: Extract<ToGame, { type: 'start' }>) => {
		makeDeterministic(
			globalThis,
			seededRandom(data.seed),
			() => EPOCH + ((simulation?.tick ?? 0) * 1000) / 60,
		);
		takeConsole(globalThis, (values) => simulation?.scripts.say(values));
		const onmodule = (script: string) => {
			say({ type: 'running', script });
			slow.mark(script);
		};
		simulation = await Simulation.start(data, { modules, onmodule }, state);
		say({ type: 'started' });
	};
	const obey = async (message: ToGame) => {
		if (message.type === 'start') return start(message);
		if (!simulation) throw new Error('No game has begun.');
		if (message.type === 'edit') {
			simulation.edit(message.edit);
			return say({ type: 'edited' });
		}
		if (message.type === 'inspect') {
			const facts = simulation.inspect(message.query);
			return say({ type: 'inspected', facts }, facts.lines ? [facts.lines.buffer] : []);
		}
		if (message.type === 'save') return say({ type: 'saved', state: simulation.save() });
		await advance(simulation, message, () => say({ type: 'ticked' }));
		const { tick, world } = simulation;
		const changes = world.transforms.takeChanges(message.spare);
		const [commands, checks] = [world.takeCommands(), simulation.takeChecks()];
		const said = sayAdvanced(tick, { changes, commands, checks });
		say(said, changes.length > 0 ? [changes.buffer] : []);
	};
	port.onmessage = ({ data }: MessageEvent<ToGame>) => {
		obey(data).catch((cause: unknown) => {
			say({ type: 'failed', message: cause instanceof Error ? cause.message : String(cause) });
		});
	};
}

/** Promises of scripts go on after each tick, however many are asked for at once: else that would change the game. */
async function advance(
	game: Simulation,
	{ ticks, input = NO_INPUT }: Extract<ToGame, { type: 'advance' }>,
	onticked: () => void,
): Promise<void> {
	for (let i = 0; i < ticks; i++) {
		if (i > 0) {
			onticked();
			await nextTurn();
		}
		slow.begin();
		const goes = game.advance(1, i === 0 ? input : goesOn(input));
		for (const script of slow.take()) game.scripts.tellSlow(script);
		if (!goes) return;
	}
}

/** Plays a moment of a game of one body, which nobody sees: what is run the first time is compiled first. */
async function warmUp(): Promise<void> {
	await preparePhysics();
	const values = { position: [0, 5, 0], rigidBody: true, collider: true };
	const entities = [{ id: 'warm', name: '', parent: -1, values }];
	const game = await Simulation.start({ entities, seed: 1 });
	game.advance(2);
	game.dispose();
}

/** When every game begins, by its own clock: the first of January 2000. */
const EPOCH = 946_684_800_000;
