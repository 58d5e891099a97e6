import type { AssetHash, ProjectId } from '#lib/base/ids.ts';

/** What the stored documents of a project name. */
export interface AssetMentions {
	/**
	 * Those of the hashes that nothing kept of the project's documents names: not the documents, not what they were
	 * before, not what waits to be folded. None where a part cannot be read, for that may name any. Throws when the
	 * store fails.
	 */
	findUnnamed(projectId: ProjectId, hashes: readonly AssetHash[]): Promise<AssetHash[]>;
}
