import type { EntityId } from '#lib/base/ids.ts';

/** What the versions are asked for: to look, to name how it is now, or for what became of one thing. */
export type VersionsRequest = {
	readonly naming?: boolean;
	readonly entity?: { readonly id: EntityId; readonly name: string };
};
