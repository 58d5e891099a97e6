// What runs in the sandbox: one game, told by messages through the port that comes first.
import { Simulation } from '../simulation.ts';
import type { FromGame, ToGame } from './messages.ts';

addEventListener(
	'message',
	({ ports: [port] }: MessageEvent) => {
		if (port) listen(port);
	},
	{ once: true },
);

function listen(port: MessagePort): void {
	let simulation: Simulation | undefined;
	const say = (message: FromGame, transfer: Transferable[] = []) => port.postMessage(message, transfer);
	const obey = async (message: ToGame) => {
		if (message.type === 'start') {
			simulation = await Simulation.start(message.data);
			return say({ type: 'started' });
		}
		if (!simulation) throw new Error('No game has begun.');
		simulation.advance(message.ticks, message.input);
		const changes = simulation.world.transforms.takeChanges();
		say({ type: 'advanced', tick: simulation.tick, changes }, [changes.buffer]);
	};
	port.onmessage = ({ data }: MessageEvent<ToGame>) => {
		obey(data).catch((cause: unknown) => {
			say({ type: 'failed', message: cause instanceof Error ? cause.message : String(cause) });
		});
	};
}
