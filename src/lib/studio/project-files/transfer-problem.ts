import type { AssetProblem } from '../../storage/assets/asset-store.ts';
import type { ProjectFileReason } from '../../storage/project-file/project-file.ts';

/** Why a file did not come in or go out. `cancelled` was asked for; after most others one can go on where it stopped. */
export type TransferProblem = {
	readonly reason:
		| ProjectFileReason
		| AssetProblem['reason']
		/** What was to be exported is not here, or there is no file to save it to. */
		| 'gone'
		/** What was to be imported into may only be looked at. */
		| 'read-only'
		/** Something else wrote the file since it was last saved from here. */
		| 'changed';
	/** For people: what happened, to what, and what to do. */
	readonly message: string;
};
