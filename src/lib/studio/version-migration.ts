import type { LiveDocument } from '../doc/live-document.ts';
import { migrateScene, needsMigration } from '../doc/migrate-scene.ts';
import type { VersionKeeper } from './version-keeper.ts';

/**
 * Writes a document in this version's shape, once its old one is kept. Without a place to keep it nothing is written:
 * readers know the old shape as well.
 */
export async function migrateKept(
	keeper: VersionKeeper,
	document: LiveDocument,
	canEdit: () => boolean,
): Promise<void> {
	if (!needsMigration(document) || !canEdit()) return;
	const isKept = await keeper.keepBefore('migration', document);
	// A refusal only means that it stays as it was.
	if (isKept && canEdit()) migrateScene(document);
}
