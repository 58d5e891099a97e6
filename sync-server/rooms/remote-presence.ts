import { readSignedPresence, type PresenceEntry } from './presence-bytes.ts';
import type { PresenceElsewhere } from './room-presence.ts';

type Seat = { readonly instance: string; readonly entry: PresenceEntry };

/** Who is in a room at the other instances, as these tell it. */
export class RemotePresence implements PresenceElsewhere {
	readonly publish: (presence: Uint8Array) => void;
	readonly probe: (clientId: number) => void;
	#seats = new Map<number, Seat>();

	constructor(say: {
		readonly publish: (presence: Uint8Array) => void;
		readonly probe: (clientId: number) => void;
	}) {
		this.publish = say.publish;
		this.probe = say.probe;
	}

	has(clientId: number): boolean {
		return this.#seats.has(clientId);
	}

	*present(): Iterable<PresenceEntry> {
		for (const { entry } of this.#seats.values()) yield entry;
	}

	/** Takes what an instance tells; what of it is news to the members here. */
	hear(instance: string, presence: Uint8Array): readonly PresenceEntry[] {
		const entries = readSignedPresence(presence);
		for (const entry of entries) {
			if (entry.state !== 'null') this.#seats.set(entry.clientId, { instance, entry });
			// A goodbye from where somebody was before they came to another instance is an old story.
			else if (this.#seats.get(entry.clientId)?.instance === instance) this.#seats.delete(entry.clientId);
		}
		return entries;
	}

	/** An instance has closed the room, or is gone: its goodbyes, which nobody else can say. */
	forget(instance: string): readonly PresenceEntry[] {
		const gone = [...this.#seats.values()].filter((seat) => seat.instance === instance);
		for (const { entry } of gone) this.#seats.delete(entry.clientId);
		return gone.map(({ entry: { clientId, clock } }) => ({ clientId, clock: clock + 1, state: 'null' }));
	}
}
