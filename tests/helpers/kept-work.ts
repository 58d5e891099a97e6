import { expect } from 'vitest';
import {
	hashAsset,
	mintDocumentId,
	mintProjectId,
	type AssetHash,
	type DocumentId,
	type ProjectId,
} from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import type { GestureSlot } from '#lib/storage/gestures/gesture-store.ts';
import type { DeviceStorage } from '#lib/storage/ports.ts';
import type { FaultRig } from './fault-rig.ts';
import { makeEntry } from './storage-rig.ts';

/** How much there was of everything at one moment: everything is numbered, and only ever grows. */
type Extent = number;

/** Somebody at work on a device: an edit, a setting, a project, an asset, a version and a gesture at each turn. */
export class KeptWork {
	/** Letters that one turn adds to the text. */
	static readonly PIECE = 4;
	readonly storage: DeviceStorage;
	readonly documentId: DocumentId = mintDocumentId();
	readonly projectId: ProjectId = mintProjectId();
	readonly #live: LiveDocument;
	readonly #gestures: GestureSlot;
	readonly #assets: Uint8Array<ArrayBuffer>[] = [];
	readonly #hashing: Uint8Array<ArrayBuffer>[] = [];
	#made: Extent = 0;
	#durable: Extent = 0;

	private constructor(storage: DeviceStorage, gestures: GestureSlot) {
		this.storage = storage;
		this.#gestures = gestures;
		this.#live = new LiveDocument(this.documentId, 'scene');
		this.#live.onUpdateV2(({ bytes }) => {
			const { documentId: id, projectId } = this;
			void storage.documents.append({ id, projectId, kind: 'scene', update: bytes });
		});
	}

	static async begin(rig: FaultRig): Promise<KeptWork> {
		const storage = await rig.open();
		const work = new KeptWork(storage, await storage.gestures.open(mintProjectId()));
		unwrap(await storage.documents.load(work.documentId));
		return work;
	}

	get text(): string {
		return textOf(this.#live);
	}

	/** One more of everything; nothing of it is waited for. */
	add(): void {
		this.#made += 1;
		const text = this.#live.ydoc.getText('text');
		text.insert(text.length, String(this.#made).padStart(KeptWork.PIECE, '.'));
		const { storage, projectId } = this;
		void storage.settings.set(`work-${projectId}`, this.#made);
		void storage.projects.put(makeEntry(projectId, { title: String(this.#made) }));
		const bytes = crypto.getRandomValues(new Uint8Array(100));
		this.#assets.push(bytes);
		this.#hashing.push(bytes);
		void storage.assets.put(bytes);
		const put = [{ stack: 'undo' as const, index: this.#made - 1, payload: this.#made }];
		void this.#gestures.write({ put });
	}

	/** Whether all of it is durable now. */
	async save(): Promise<boolean> {
		for (const bytes of this.#hashing.splice(0)) await this.#onItsWay(await hashAsset(bytes));
		const made = this.#made;
		const durable = await this.storage.flush();
		if (durable) this.#durable = Math.max(this.#durable, made);
		return durable;
	}

	/** An asset is written once it has been hashed, of which nothing tells. A device that fails may never know it. */
	async #onItsWay(hash: AssetHash): Promise<void> {
		for (let turn = 0; turn < 50; turn++) {
			if (await this.storage.assets.has(hash)) return;
			await new Promise((resolve) => setTimeout(resolve, 1));
		}
	}

	/** This page reads all it made, durable or not. */
	async expectReadable(): Promise<void> {
		const { storage } = this;
		expect(await readText(storage, this.documentId)).toBe(this.text);
		expect(await storage.settings.get(`work-${this.projectId}`)).toBe(this.#made);
		expect((await storage.projects.get(this.projectId))?.title).toBe(String(this.#made));
		for (const bytes of this.#assets) {
			expect(unwrap(await storage.assets.get(await hashAsset(bytes)))).toEqual(bytes);
		}
	}

	/** Another visit finds at least what was called durable, or all; of edits it finds a prefix. */
	async expectKept(rig: FaultRig, what: 'durable' | 'all'): Promise<void> {
		const least = what === 'all' ? this.#made : this.#durable;
		const visit = await rig.open();
		const text = await readText(visit, this.documentId);
		expect(this.text.startsWith(text)).toBe(true);
		expect(text.length).toBeGreaterThanOrEqual(least * KeptWork.PIECE);
		if (least === 0) return;
		const setting = await visit.settings.get(`work-${this.projectId}`);
		expect(setting).toBeGreaterThanOrEqual(least);
		const project = await visit.projects.get(this.projectId);
		expect(Number(project?.title)).toBeGreaterThanOrEqual(least);
		for (const bytes of this.#assets.slice(0, least)) {
			expect(unwrap(await visit.assets.get(await hashAsset(bytes)))).toEqual(bytes);
		}
		visit.close();
	}

	/** The document as the next visit shows it. */
	async readText(rig: FaultRig): Promise<string> {
		return readText(await rig.open(), this.documentId);
	}
}

async function readText(storage: DeviceStorage, id: DocumentId): Promise<string> {
	const document = new LiveDocument(id, 'scene');
	for (const { bytes } of unwrap(await storage.documents.load(id)).updates)
		document.applyV2(bytes, 'storage');
	return textOf(document);
}

// eslint-disable-next-line @typescript-eslint/no-base-to-string -- Y.Text's toString is its content
const textOf = (document: LiveDocument): string => document.ydoc.getText('text').toString();
