import * as Y from 'yjs';

/** What one document must come to: who made what, and what the server promised to keep. */
export class DocumentTruth {
	/** All that was ever durable on the server, merged. */
	readonly durable = new Y.Doc();
	/** Names of edits that the server acknowledged. */
	readonly acknowledged = new Set<string>();
	made = 0;
	/** Vandals write here: all that is asked is that everybody sees the same. */
	readonly isPlayground: boolean;

	constructor(isPlayground: boolean) {
		this.isPlayground = isPlayground;
	}

	/** A row is on the disk now. */
	stored(update: Uint8Array): void {
		Y.applyUpdate(this.durable, update);
	}

	/** The server says that these edits are durable. Throws when they are not. */
	promised(names: readonly string[]): void {
		if (this.isPlayground) return;
		const log = this.durable.getMap('log');
		const missing = names.filter((name) => !log.has(name));
		if (missing.length > 0) throw new Error(`Acknowledged, but not on the disk: ${missing.join(', ')}`);
		for (const name of names) this.acknowledged.add(name);
	}

	dispose(): void {
		this.durable.destroy();
	}
}

/** Edits are named, so that one can ask later where they went. */
export const namesIn = (ydoc: Y.Doc): string[] => [...ydoc.getMap('log').keys()];

/** What a replica shows, whatever order it heard things in. */
export const contentOf = (ydoc: Y.Doc): unknown => ({
	log: ydoc.getMap('log').toJSON(),
	shared: ydoc.getMap('shared').toJSON(),
	text: ydoc.getText('text').toJSON(),
});
