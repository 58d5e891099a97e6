import type { Random } from '#lib/base/random.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import { Emitter } from '#lib/base/emitter.ts';
import type { DocumentId, ProjectId } from '#lib/base/ids.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import type { LinkRole } from '#lib/protocol/api.ts';
import { createConnection, type Connection } from '#lib/sync/connection.ts';
import type { DocumentChannel } from '#lib/sync/document-channel.ts';
import type { ConnectionHints } from '#lib/sync/hints.ts';
import type { ChangeLedger } from '#lib/sync/outgoing.ts';
import { createPresence, type Presence } from '#lib/sync/presence.ts';
import type { OpenSocket } from '#lib/sync/socket.ts';
import { makeEdit } from './edits.ts';
import { namesIn, type DocumentTruth } from './truth.ts';
import type { ClockScope, VirtualClock } from './virtual-clock.ts';
import { withinVirtualTime } from './virtual-globals.ts';
import type { Link } from './virtual-network.ts';

/** Milliseconds after which what was edited is on the device's own disk. */
const SAVE_MS = 100;

export type DeviceParts = {
	readonly name: string;
	readonly role: LinkRole;
	readonly projectId: ProjectId;
	readonly documents: ReadonlyMap<DocumentId, DocumentTruth>;
	readonly clock: VirtualClock;
	readonly random: Random;
	readonly link: Link;
	readonly token: () => string;
	readonly dial: (clock: ClockScope) => OpenSocket;
};

/** One open document in a tab; what it has not been told is durable, it counts as waiting. */
export class OpenDocument implements ChangeLedger {
	readonly live: LiveDocument;
	readonly presence: Presence;
	readonly truth: DocumentTruth;
	channel: DocumentChannel | null = null;
	/** Saving that is still to come. */
	cancelSave: Dispose | null = null;
	readonly #own: string[] = [];
	#confirmed = 0;

	constructor(live: LiveDocument, presence: Presence, truth: DocumentTruth) {
		this.live = live;
		this.presence = presence;
		this.truth = truth;
	}

	get waiting(): number {
		return this.#own.length - this.#confirmed;
	}

	made(name: string): void {
		this.#own.push(name);
		this.truth.made++;
	}

	mark(scope: 'own' | 'all'): { own: number; names: readonly string[] } {
		const names = scope === 'all' ? namesIn(this.live.ydoc) : this.#own.slice(this.#confirmed);
		return { own: this.#own.length, names };
	}

	acknowledge(mark: unknown): void {
		const { own, names } = mark as { own: number; names: readonly string[] };
		this.#confirmed = Math.max(this.#confirmed, own);
		this.truth.promised(names);
	}

	dispose(): void {
		this.channel?.leave();
		this.presence.dispose();
		this.live.destroy();
	}
}

/** One tab from its opening to its end. */
class Tab {
	readonly clock: ClockScope;
	readonly connection: Connection;
	readonly documents = new Map<DocumentId, OpenDocument>();

	constructor(clock: ClockScope, connection: Connection) {
		this.clock = clock;
		this.connection = connection;
	}
}

/** Somebody's browser with our own client in it: one tab at a time, and a disk that outlives it. */
export class Device {
	readonly name: string;
	readonly role: LinkRole;
	readonly link: Link;
	readonly #parts: DeviceParts;
	readonly #disk = new Map<DocumentId, Uint8Array>();
	readonly #hintChanges = new Emitter<void>();
	#tab: Tab | null = null;
	#edits = 0;
	isVisible = true;
	/** Fell into the sea with all that was on it. */
	isLost = false;

	constructor(parts: DeviceParts) {
		this.#parts = parts;
		this.name = parts.name;
		this.role = parts.role;
		this.link = parts.link;
	}

	get isOpen(): boolean {
		return this.#tab !== null;
	}

	get connection(): Connection | null {
		return this.#tab?.connection ?? null;
	}

	get documents(): ReadonlyMap<DocumentId, OpenDocument> {
		return this.#tab?.documents ?? new Map<DocumentId, OpenDocument>();
	}

	/** Timers of the open tab. */
	get pending(): number {
		return this.#tab?.clock.pending ?? 0;
	}

	get listeners(): number {
		return this.#hintChanges.size;
	}

	open(): void {
		if (this.#tab || this.isLost) return;
		const { clock: world, random, name, projectId, documents } = this.#parts;
		const clock = world.scope();
		const openSocket = this.#parts.dial(clock);
		const url = 'ws://server/sync';
		const connection = createConnection({
			url,
			client: name,
			clock,
			random,
			openSocket,
			hints: this.#hints(),
		});
		this.#tab = new Tab(clock, connection);
		connection.authorize(projectId, this.#parts.token());
		for (const id of documents.keys()) this.join(id);
	}

	join(id: DocumentId): void {
		const tab = this.#tab;
		const truth = this.#parts.documents.get(id);
		if (!tab || !truth || tab.documents.has(id)) return;
		withinVirtualTime(tab.clock, () => {
			const document = new LiveDocument(id, 'scene');
			const disk = this.#disk.get(id);
			if (disk) document.applyV2(disk, 'storage');
			const user = { id: this.name, name: this.name, color: 1 };
			const presence = createPresence({ document, clock: tab.clock, user });
			const open = new OpenDocument(document, presence, truth);
			tab.documents.set(id, open);
			this.#keepSaved(tab, open);
			const address = { projectId: this.#parts.projectId, documentId: id };
			open.channel = tab.connection.join({ address, document, changes: open, presence });
		});
	}

	leave(id: DocumentId): void {
		const tab = this.#tab;
		const open = tab?.documents.get(id);
		if (!tab || !open) return;
		tab.documents.delete(id);
		this.#save(open);
		withinVirtualTime(tab.clock, () => open.dispose());
	}

	edit(open: OpenDocument): string {
		const tab = this.#tab;
		if (!tab) return '';
		const name = `${this.name}${++this.#edits}`;
		open.made(name);
		withinVirtualTime(tab.clock, () => makeEdit(open.live.ydoc, name, this.#parts.random));
		return name;
	}

	/** Shows what somebody has in hand. */
	show(open: OpenDocument): void {
		const tab = this.#tab;
		if (!tab) return;
		const x = Math.floor(this.#parts.random() * 100);
		const camera = { position: [x, 0, 0], target: [0, 0, 0], fov: 50 } as const;
		withinVirtualTime(tab.clock, () => open.presence.set({ camera }));
	}

	setVisible(isVisible: boolean): void {
		this.isVisible = isVisible;
		this.#hint();
	}

	/** The browser believes that the network came back or went. */
	hintNetwork(): void {
		this.#hint();
	}

	/** The lid is shut: no timers run, and the network is as good as gone. */
	sleep(): void {
		this.#tab?.clock.sleep();
		this.link.stalled = true;
	}

	/** `linesHeld`: what was sent meanwhile still arrives. Otherwise the lines died in the night. */
	wake(linesHeld: boolean): void {
		if (!linesHeld) this.link.silence();
		this.link.resume();
		this.#tab?.clock.wake();
		this.#hint();
	}

	/** Presents the token the device has by now. */
	authorize(): void {
		this.#tab?.connection.authorize(this.#parts.projectId, this.#parts.token());
	}

	/** Closed as people close tabs: everything is saved, peers are told. */
	close(): void {
		const tab = this.#tab;
		if (!tab) return;
		for (const id of [...tab.documents.keys()]) this.leave(id);
		this.#tab = null;
		tab.connection.dispose();
		if (tab.clock.pending > 0) throw new Error(`The closed tab of ${this.name} left timers behind`);
		if (this.#hintChanges.size > 0) throw new Error(`The closed tab of ${this.name} left listeners behind`);
	}

	/** The tab is gone in the middle of whatever it did. `isTold`: its system closes the sockets. */
	kill(isTold: boolean): void {
		const tab = this.#tab;
		if (!tab) return;
		this.#tab = null;
		for (const socket of [...this.link.sockets]) socket.abandon('client', isTold);
		tab.clock.kill();
		this.#hintChanges.clear();
	}

	lose(): void {
		this.kill(false);
		this.isLost = true;
		this.#disk.clear();
	}

	/** What the disk has of a document, as it would be opened again. */
	saved(id: DocumentId): Uint8Array | undefined {
		return this.#disk.get(id);
	}

	#keepSaved(tab: Tab, open: OpenDocument): void {
		open.live.onUpdate(() => {
			open.cancelSave ??= tab.clock.after(SAVE_MS, () => this.#save(open));
		});
	}

	#save(open: OpenDocument): void {
		open.cancelSave?.();
		open.cancelSave = null;
		this.#disk.set(open.live.id, open.live.encodeState());
	}

	#hint(): void {
		const tab = this.#tab;
		if (tab) withinVirtualTime(tab.clock, () => this.#hintChanges.emit());
	}

	#hints(): ConnectionHints {
		return {
			isOnline: () => !this.link.away,
			isVisible: () => this.isVisible,
			onChange: (listener) => this.#hintChanges.on(listener),
		};
	}
}
