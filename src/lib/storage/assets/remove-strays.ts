import type { AssetDevice } from './keep-file.ts';
import { placeLock } from './keep-file.ts';
import { removePlace } from './remove-place.ts';

/**
 * Removes bytes that no row names and nobody is writing: of imports that ended in the middle. Whoever writes holds the
 * lock until the row is there, so what is unnamed under the lock stays so.
 */
export async function removeStrays(device: AssetDevice): Promise<number> {
	const { backend, files } = device;
	const pieces = await backend.run((each) => each.listPieceNames());
	const written = (await files?.list()) ?? [];
	const named = await backend.run((each) => each.listPlaceNames());
	const places = [
		...written.map((name) => ({ kind: 'file', name }) as const),
		...pieces.map((name) => ({ kind: 'pieces', name }) as const),
	];
	let removed = 0;
	for (const place of places) {
		if (named.has(place.name)) continue;
		const release = await device.locks.holdLock(placeLock(place.name), 0);
		if (!release) continue;
		try {
			if ((await backend.run((each) => each.listPlaceNames())).has(place.name)) continue;
			await removePlace(device, place);
			removed += 1;
		} finally {
			release();
		}
	}
	return removed;
}
