import type { Page } from '@playwright/test';

/** Changes one bit of a scene's row behind the app's back; resolves to whose it is, and its bytes as they are now. */
export async function flipStoredByte(page: Page): Promise<{ projectId: string; bytes: number[] }> {
	return await page.evaluate(async () => {
		const answer = <T>(request: IDBRequest<T>) =>
			new Promise<T>((resolve, reject) => {
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(new Error(request.error?.message));
			});
		type Row = { readonly doc: string; readonly bytes: Uint8Array };
		const db = await answer(indexedDB.open('rastudios'));
		const all = db.transaction(['documents', 'updates', 'snapshots'], 'readwrite');
		const documents = await answer<{ id: string; kind: string; projectId: string }[]>(
			all.objectStore('documents').getAll(),
		);
		const scenes = new Map(documents.filter(({ kind }) => kind === 'scene').map((one) => [one.id, one]));
		for (const table of ['updates', 'snapshots']) {
			const stored = await answer<Row[]>(all.objectStore(table).getAll());
			const row = stored.find(({ doc }) => scenes.has(doc));
			if (!row) continue;
			const bytes = Uint8Array.from(row.bytes);
			bytes[bytes.length >> 1]! ^= 4;
			await answer(all.objectStore(table).put({ ...row, bytes }));
			db.close();
			return { projectId: scenes.get(row.doc)!.projectId, bytes: [...bytes] };
		}
		throw new Error('no scene was stored');
	});
}
