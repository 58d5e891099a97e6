import { systemClock } from '#lib/base/clock.ts';
import { mintDocumentId, mintProjectId, type DocumentId, type ProjectId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import type { DeviceStorage } from '#lib/storage/ports.ts';
import { openStoredDocument } from '#lib/storage/stored-document.ts';

export type SceneNames = { readonly id: DocumentId; readonly projectId: ProjectId };

/** Keeps a scene on this device, as one that was made earlier. */
export async function storeScene(storage: DeviceStorage, state: Uint8Array): Promise<SceneNames> {
	const names = { id: mintDocumentId(), projectId: mintProjectId() };
	const { id, projectId } = names;
	const stored = await storage.documents.append({ id, projectId, kind: 'scene', update: state });
	if (!stored) throw new Error('The scene could not be stored');
	return names;
}

/** The document as a studio opens it. */
export async function openScene(storage: DeviceStorage, { id, projectId }: SceneNames) {
	const document = new LiveDocument(id, 'scene');
	const opened = await openStoredDocument(storage, { projectId, document, clock: systemClock });
	return { document, stored: unwrap(opened) };
}

/** Lets garbage of earlier runs go, and whatever else waits. */
export async function settle(): Promise<void> {
	(globalThis as { gc?: () => void }).gc?.();
	await pause(20);
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
