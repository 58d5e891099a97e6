import { isId, mintDeviceId, type DeviceId } from '../base/ids.ts';
import type { DeviceStorage } from '../storage/ports.ts';

const DEVICE_ID = 'device.id';
const DEVICE_NAME = 'device.name';
export const MAX_DEVICE_NAME_LENGTH = 40;

/** Who this person is to the others: a guest of this device, with a name they chose. */
export class DeviceIdentity {
	readonly id: DeviceId;
	#name = $state.raw('');
	#storage: DeviceStorage;

	constructor(storage: DeviceStorage, id: DeviceId, name: string) {
		this.#storage = storage;
		this.id = id;
		this.#name = name;
	}

	/** The chosen name, or '' while none was chosen. */
	get name(): string {
		return this.#name;
	}

	rename(text: string): void {
		this.#name = text.trim().slice(0, MAX_DEVICE_NAME_LENGTH);
		void this.#storage.settings.set(DEVICE_NAME, this.#name);
	}
}

/** The identity kept on this device, minted on the first visit. */
export async function loadDeviceIdentity(storage: DeviceStorage): Promise<DeviceIdentity> {
	const known = await storage.settings.get(DEVICE_ID);
	const name = await storage.settings.get(DEVICE_NAME);
	const id = isId(known) ? (known as DeviceId) : mintDeviceId();
	if (id !== known) void storage.settings.set(DEVICE_ID, id);
	return new DeviceIdentity(storage, id, typeof name === 'string' ? name : '');
}
