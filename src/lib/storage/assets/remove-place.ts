import type { AssetPlace } from '../backend.ts';
import type { ReopeningBackend } from '../reopening-backend.ts';
import type { AssetFiles } from './asset-files.ts';

type Device = { readonly backend: Pick<ReopeningBackend, 'run'>; readonly files: AssetFiles | null };

/** Never throws: what cannot be removed now is found among what was left behind. */
export async function removePlace({ files, backend }: Device, place: AssetPlace): Promise<void> {
	try {
		if (place.kind === 'file') await files?.remove(place.name);
		else await backend.run((each) => each.forgetPieces(place.name));
	} catch {
		// The next start removes it.
	}
}
