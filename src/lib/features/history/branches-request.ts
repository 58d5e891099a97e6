import type { BranchId } from '#lib/base/ids.ts';

/** What the branches are asked for: to look, to begin one, or for what merging one would do. */
export type BranchesRequest = {
	readonly naming?: boolean;
	/** Null: the project itself. */
	readonly merging?: BranchId | null;
};
