import type { DeviceStorage } from '../storage/ports.ts';

const ASKED = 'persistence-asked';

/**
 * Asks the browser to spare this site when the disk runs low: once, when there is something to lose. Some browsers ask
 * the person, who is not asked again and again. `false`: it was asked now, and did not promise.
 */
export async function askPersistenceOnce(storage: DeviceStorage): Promise<boolean | null> {
	if ((await storage.settings.get(ASKED)) === true) return null;
	const { persisted } = await storage.estimate();
	if (persisted) return true;
	await storage.settings.set(ASKED, true);
	return storage.requestPersistence();
}

/** Whether the browser was asked before, on any visit. */
export const wasPersistenceAsked = async ({ settings }: Pick<DeviceStorage, 'settings'>): Promise<boolean> =>
	(await settings.get(ASKED)) === true;
