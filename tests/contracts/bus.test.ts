import { ManualClock } from '#lib/base/clock.ts';
import { MemoryBus } from '#server/bus/memory-bus.ts';
import { busContract } from './bus.contract.ts';

busContract('memory', () => {
	const clock = new ManualClock();
	return {
		bus: new MemoryBus({ clock, keep: 10, delay: () => 5 }),
		settle: async () => clock.advance(5),
		dispose: () => undefined,
	};
});
