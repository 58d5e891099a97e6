import type { AssetFiles } from '../assets/asset-files.ts';
import type { ReopeningBackend } from '../reopening-backend.ts';
import { StorageFailure, storageProblem } from '../storage-failure.ts';
import type { CareRows } from './care-rows.ts';

export type CareDevice = {
	readonly backend: Pick<ReopeningBackend, 'run'>;
	readonly files: AssetFiles | null;
};

/** Runs operations on the database as a whole, on a fresh connection when one is lost. */
export function onCareRows(backend: CareDevice['backend']) {
	return <T>(operation: (rows: CareRows) => Promise<T>): Promise<T> =>
		backend.run(async (opened) => {
			const rows = await opened.care();
			// Tests and denied storage: nothing lies anywhere that could be looked at.
			if (!rows) throw new StorageFailure(storageProblem('denied'));
			return operation(rows);
		});
}
