import {
	applyAwarenessUpdate,
	Awareness,
	encodeAwarenessUpdate,
	removeAwarenessStates,
} from 'y-protocols/awareness';
import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { LiveDocument } from '../doc/live-document.ts';
import type { ProjectRole } from '../protocol/permissions.ts';
import { decodePresence, encodePresence } from './presence-codec.ts';
import {
	MAX_SELECTION,
	readPresence,
	type PresenceState,
	type PresenceUser,
	type WireState,
} from './presence-state.ts';

/** Somebody else in the document now. One person with two tabs is two peers with one `user.id`. */
export type Peer = PresenceState & { readonly clientId: number; readonly role: ProjectRole | null };

export type PresencePatch = Partial<PresenceState>;

/** One open channel's use of a presence. */
export type PresenceLink = { receive(bytes: Uint8Array): void; unlink(): void };

/** Milliseconds between two presence frames of ours: 20 Hz. */
export const PRESENCE_INTERVAL_MS = 50;
const MAX_PEERS = 1_000;

export type PresenceOptions = {
	readonly document: LiveDocument;
	readonly user: PresenceUser;
	readonly clock: Clock;
};

type AwarenessChange = { added: number[]; updated: number[]; removed: number[] };

/** Who is in one document and what they show. Works alone; a joined channel adds the others. */
export class Presence {
	/** For the text editor's cursor binding, which sets the field `cursor`. Remote states in it are validated. */
	readonly awareness: Awareness;
	readonly #clock: Clock;
	readonly #changes = new Emitter<void>();
	#peers: readonly Peer[] | null = null;
	#send: ((bytes: Uint8Array) => boolean) | null = null;
	/** How the server shows us to the others; '' while it has not said. */
	#self = '';
	#cancelThrottle: Dispose | null = null;
	#dirty = false;
	#disposed = false;

	constructor({ document, user, clock }: PresenceOptions) {
		this.#clock = clock;
		this.awareness = new Awareness(document.ydoc);
		this.awareness.on('change', () => {
			this.#peers = null;
			this.#changes.emit();
		});
		this.awareness.on('update', (change: AwarenessChange) => {
			const { clientID } = this.awareness;
			if ([...change.added, ...change.updated].includes(clientID)) this.#announce();
		});
		this.set({ user, selection: [], camera: null, document: null });
	}

	/** Shows these fields to the others; fields not named stay. */
	set(patch: PresencePatch): void {
		if (this.#disposed) return;
		const selection = patch.selection?.slice(0, MAX_SELECTION);
		const state = { ...this.awareness.getLocalState(), ...patch, ...(selection ? { selection } : {}) };
		this.awareness.setLocalState(state);
	}

	/** The others, ordered by client id. The same array until something changes. */
	peers(): readonly Peer[] {
		this.#peers ??= Object.freeze(
			[...this.awareness.getStates()]
				.filter(([clientId]) => clientId !== this.awareness.clientID)
				.sort(([a], [b]) => a - b)
				.flatMap(([clientId, raw]) => toPeer(clientId, raw)),
		);
		return this.#peers;
	}

	/** Told when a peer comes, goes or shows something else; also when our own state does. */
	onChange(listener: () => void): Dispose {
		return this.#changes.on(listener);
	}

	/**
	 * Shows us through this way out until unlinked. `send` answers false when it had to drop the bytes; `self` is the
	 * server's id of us, by which our other tabs are known.
	 */
	link(send: (bytes: Uint8Array) => boolean, self = ''): PresenceLink {
		this.#unlink();
		this.#send = send;
		this.#self = self;
		// Twice, as whoever took us for gone may have counted one up in our name.
		this.#renew();
		this.#renew();
		this.#flush();
		const isCurrent = () => this.#send === send;
		return {
			receive: (bytes) => (isCurrent() ? this.#receive(bytes) : undefined),
			unlink: () => (isCurrent() ? this.#unlink() : undefined),
		};
	}

	/** Says goodbye and forgets everybody. */
	dispose(): void {
		if (this.#disposed) return;
		this.#disposed = true;
		this.#unlink();
		this.#changes.clear();
		this.awareness.destroy();
	}

	#renew(): void {
		this.awareness.setLocalState(this.awareness.getLocalState());
	}

	#announce(): void {
		if (!this.#send) return;
		this.#dirty = true;
		if (!this.#cancelThrottle) this.#flush();
	}

	#flush(): void {
		this.#cancelThrottle?.();
		this.#cancelThrottle = null;
		if (!this.#dirty || !this.#send) return;
		const { awareness } = this;
		// What could not go now goes, as it is then, with the next turn.
		this.#dirty = !this.#send(encodeAwarenessUpdate(awareness, [awareness.clientID]));
		this.#cancelThrottle = this.#clock.after(PRESENCE_INTERVAL_MS, () => this.#flush());
	}

	#receive(bytes: Uint8Array): void {
		const entries = decodePresence(bytes);
		if (!entries.ok) return; // a peer's nonsense about itself costs nobody else anything
		const { awareness } = this;
		const heard = entries.value.filter(
			({ clientId, state }) =>
				clientId !== awareness.clientID &&
				(state === null || awareness.states.has(clientId) || awareness.states.size < MAX_PEERS),
		);
		const named = heard.map((entry) => ({ ...entry, state: entry.state && this.#recognize(entry.state) }));
		if (named.length > 0) applyAwarenessUpdate(awareness, encodePresence(named), 'network');
	}

	// On this device we go by an id that the server tells nobody.
	#recognize(state: WireState): WireState {
		const own = readPresence(this.awareness.getLocalState(), this.awareness.clientID);
		if (!own || this.#self === '' || state.user.id !== this.#self) return state;
		return { ...state, user: { ...state.user, id: own.user.id } };
	}

	#unlink(): void {
		const { awareness } = this;
		if (!this.#send) return;
		// An update without our state in it means that we are gone.
		this.#send(encodeAwarenessUpdate(awareness, [awareness.clientID], new Map()));
		this.#send = null;
		this.#dirty = false;
		this.#cancelThrottle?.();
		this.#cancelThrottle = null;
		const others = [...awareness.meta.keys()].filter((clientId) => clientId !== awareness.clientID);
		removeAwarenessStates(awareness, others, 'unlinked');
		// Without its clock a peer we meet again is news; with it, y-protocols would ignore it until it renews.
		for (const clientId of others) awareness.meta.delete(clientId);
	}
}

export const createPresence = (options: PresenceOptions): Presence => new Presence(options);

function toPeer(clientId: number, raw: unknown): Peer[] {
	const state = readPresence(raw, clientId);
	if (!state) return [];
	const { user, selection, camera, document, role } = state;
	return [Object.freeze({ clientId, user, selection, camera, document, role })];
}
