import { afterEach, expect, it } from 'vitest';
import { mintProjectId } from '../base/ids.ts';
import { createMemoryRig, makeEntry } from '../../../tests/helpers/storage-rig.ts';
import { guardUnload } from './unload-guard.ts';

const rig = createMemoryRig();
afterEach(() => rig.close());

/** Whether the browser would ask. */
function leave(page: EventTarget): boolean {
	const event = new Event('beforeunload', { cancelable: true });
	page.dispatchEvent(event);
	return event.defaultPrevented;
}

it('[S4] the browser asks before work goes that is in memory only, and otherwise not', async () => {
	const page = new EventTarget();
	const storage = await rig.open();
	const stop = guardUnload(page, storage);
	await storage.projects.put(makeEntry(mintProjectId()));
	expect(leave(page)).toBe(false);

	rig.fail('full');
	expect(await storage.projects.put(makeEntry(mintProjectId()))).toBe(false);
	expect(storage.atRisk).toBe(true);
	expect(leave(page)).toBe(true);

	rig.fail(null);
	expect(await storage.flush()).toBe(true);
	expect(leave(page)).toBe(false);

	rig.fail('lost', ['listProjects']);
	await storage.projects.list(); // reads fail, and nothing is in memory only
	expect(storage.health.kind).toBe('failing');
	expect(leave(page)).toBe(false);
	stop();
});
