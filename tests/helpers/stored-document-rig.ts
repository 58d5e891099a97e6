import { ManualClock } from '#lib/base/clock.ts';
import { mintDocumentId, mintProjectId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import type { DeviceStorage } from '#lib/storage/ports.ts';
import { openStoredDocument, type StoredDocument } from '#lib/storage/stored-document.ts';
import { createDexieRig } from './storage-rig.ts';

/** One document on one device; `open(device)` is the document in one more tab or visit. */
export async function createStoredDocumentRig() {
	const rig = createDexieRig();
	const clock = new ManualClock();
	const storage = await rig.open({ clock });
	const id = mintDocumentId();
	const projectId = mintProjectId();
	const open = async (device: DeviceStorage, options: { tabs?: boolean } = {}) => {
		const document = new LiveDocument(id, 'scene');
		const tabs = options.tabs ? { tabs: rig.tabs.open(id) } : {};
		const stored: StoredDocument = unwrap(
			await openStoredDocument(device, { projectId, document, clock, ...tabs }),
		);
		const text = document.ydoc.getText('text');
		return { stored, text, read: () => text.toJSON() };
	};
	return { rig, clock, storage, id, projectId, open };
}
