/** Where it is kept which beginning of a document a copy goes back to. */
export interface EpochKeeper {
	readonly current: number;
	/** The copy, empty so far, takes on what the server has. */
	adopt(epoch: number): void;
}

export const BEGUN_ANEW =
	'This document was begun anew on the server since this copy of it. The copy stays on this device and is not mixed with it';

/** The state vector of a document nothing was ever written to. */
export const isNothing = (stateVector: Uint8Array): boolean =>
	stateVector.length === 1 && stateVector[0] === 0;

/**
 * Whether a copy goes on with this epoch of the server's: two beginnings of one document are never mixed, and a copy
 * that holds nothing takes on the server's. Without a keeper, a copy is of the first.
 */
export function agreeOnEpoch(
	epoch: number,
	keeper: EpochKeeper | undefined,
	stateVector: Uint8Array,
): boolean {
	if (epoch === (keeper?.current ?? 0)) return true;
	if (!keeper || !isNothing(stateVector)) return false;
	keeper.adopt(epoch);
	return true;
}
