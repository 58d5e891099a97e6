import type { EntityId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { CommandError, CommandResult } from '../doc/commands/command.ts';
import { restoreDocument } from '../doc/commands/restore-document.ts';
import { restoreEntity } from '../doc/commands/restore-entity.ts';
import type { DocumentSnapshot } from '../doc/diff/document-snapshot.ts';
import { openVersion, type OpenVersion, type VersionProblem } from '../doc/diff/open-version.ts';
import type { LiveDocument } from '../doc/live-document.ts';
import { SceneDocument } from '../doc/scene.ts';
import type { StorageProblem, VersionInfo, VersionStore } from '../storage/ports.ts';
import type { VersionKeeper } from './version-keeper.ts';

/** Why a version cannot be shown or restored. */
export type VersionFailure = StorageProblem | VersionProblem | CommandError;

export type RestoredPart = { readonly entityId: EntityId; readonly withChildren?: boolean };

/** Opens a version that this device keeps, to look at. `document.destroy()` it when done. */
export async function readVersion(
	versions: Pick<VersionStore, 'read'>,
	{ id, kind, documentId }: Pick<VersionInfo, 'id' | 'kind' | 'documentId'>,
): Promise<Result<OpenVersion, VersionFailure>> {
	const state = await versions.read(id);
	if (!state.ok) return state;
	if (state.value) return openVersion(state.value, kind, documentId);
	return err({ reason: 'not-found', message: 'This version is not on this device any more.' });
}

/** Restores a document, or one entity of it, after keeping how it is now. */
export async function restoreVersion(
	keeper: VersionKeeper,
	document: LiveDocument,
	version: DocumentSnapshot,
	part?: RestoredPart,
): Promise<CommandResult> {
	// A device that is full must not stand between a person and their earlier work: undo takes a restore back as well.
	await keeper.keepBefore('restore', document);
	return part ? restorePart(document, version, part) : restoreDocument(document, version);
}

function restorePart(
	document: LiveDocument,
	version: DocumentSnapshot,
	{ entityId, withChildren = false }: RestoredPart,
): CommandResult {
	if (version.kind !== 'scene' && version.kind !== 'prefab') {
		return err({ reason: 'not-found', message: `A ${version.kind} has no entities.` });
	}
	const scene = new SceneDocument(document);
	const restored = restoreEntity(scene, version.snapshot, entityId, { withChildren });
	scene.dispose();
	return restored.ok ? ok() : restored;
}
