import { expect, test, vi } from 'vitest';
import { mintDocumentId } from '../../base/ids.ts';
import type { DeviceWork } from './device-work.ts';
import { WorkOnDemand } from './work-on-demand.ts';

const compact = { id: mintDocumentId() };

function fakeWork() {
	return { run: vi.fn(() => Promise.resolve(true)), close: vi.fn(), letGo: vi.fn() };
}

const setup = (work = fakeWork()) => {
	const load = vi.fn(() => Promise.resolve(work as unknown as DeviceWork));
	return { work, load, onDemand: new WorkOnDemand(load) };
};

test('[S25] the code of heavy work comes with the first task, once', async () => {
	const { work, load, onDemand } = setup();
	expect(load).not.toHaveBeenCalled();
	await Promise.all([onDemand.run('compact', compact), onDemand.run('compact', compact)]);
	expect(load).toHaveBeenCalledOnce();
	expect(work.run).toHaveBeenCalledTimes(2);
});

test('[S25] code that could not be loaded fails the task, and is asked for again by the next', async () => {
	const { load, onDemand } = setup();
	load.mockRejectedValueOnce(new TypeError('Failed to fetch'));
	await expect(onDemand.run('compact', compact)).rejects.toMatchObject({ reason: 'lost' });
	expect(await onDemand.run('compact', compact)).toBe(true);
});

test('[S25] closed, it takes no task, and closes what came meanwhile', async () => {
	const { work, load, onDemand } = setup();
	let come: (work: DeviceWork) => void = () => {};
	load.mockReturnValueOnce(new Promise((resolve) => (come = resolve)));
	const early = onDemand.run('compact', compact);
	onDemand.close();
	come(work);
	await early;
	expect(work.close).toHaveBeenCalled();
	await expect(onDemand.run('compact', compact)).rejects.toMatchObject({ reason: 'lost' });
});
