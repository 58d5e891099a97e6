import type { Clock } from '../base/clock.ts';
import { Disposer, type Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { EntityId } from '../base/ids.ts';
import { decodeDrag, encodeDrag, type DraggedEntity, type DragValues } from './drag-codec.ts';
import type { SignalPort } from './signals.ts';

/** Milliseconds between two of our previews: a little under 20 a second, so that the quota never takes one away. */
export const DRAG_INTERVAL_MS = 52;
/** Milliseconds after which a drag that stands still is shown again, and after which an unheard one is over. */
const RENEW_MS = 1_000;
export const DRAG_EXPIRY_MS = 3_000;
/** Milliseconds between letting go and saying so: the edit itself should be there first, or everything would jump back. */
export const DRAG_END_MS = 250;

export type DragChange = { readonly id: EntityId; readonly values: DragValues | null };

/** What somebody has in hand: their client id in presence, and where everything is now. */
type Theirs = { readonly values: ReadonlyMap<EntityId, DragValues>; readonly cancelExpiry: Dispose };

export type DragOptions = {
	readonly port: SignalPort;
	readonly clock: Clock;
	/** Whether nobody else is here to see it: then nothing is encoded or sent. */
	readonly isAlone?: () => boolean;
	/** Whether our edits are still on their way to the others. */
	readonly isSending?: () => boolean;
};

/** What people drag in one scene, seen while it happens. Lossy: the newest state of each is all there is. */
export class DragPreviews {
	readonly #options: DragOptions;
	readonly #disposer = new Disposer();
	readonly #changes = new Emitter<DragChange>();
	/** By client id; who was heard last is last. */
	readonly #theirs = new Map<number, Theirs>();
	#mine: readonly DraggedEntity[] = [];
	#dirty = false;
	#sentAt = -Infinity;
	#changedAt = -Infinity;
	#cancelTick: Dispose | null = null;
	#cancelEnd: Dispose | null = null;

	constructor(options: DragOptions) {
		this.#options = options;
		this.#disposer.add(
			options.port.onSignal(({ kind, clientId, payload }) => {
				if (kind !== 'drag') return;
				const drag = decodeDrag(payload);
				if (drag.ok) this.#show(clientId, drag.value);
			}),
		);
	}

	/** Told where an entity is dragged to by somebody else; null: it is where the document says. */
	onChange(listener: (change: DragChange) => void): Dispose {
		return this.#changes.on(listener);
	}

	/** Where the others hold things now. */
	get shown(): ReadonlyMap<EntityId, DragValues> {
		return new Map([...this.#theirs.values()].flatMap(({ values }) => [...values]));
	}

	/** What each of the others has in hand, by their client id in presence. */
	get held(): ReadonlyMap<number, readonly EntityId[]> {
		return new Map([...this.#theirs].map(([clientId, { values }]) => [clientId, [...values.keys()]]));
	}

	/** Shows the others where these are now; all that is dragged, every time. */
	drag(entities: readonly DraggedEntity[]): void {
		if (this.#mine.length === 0 && this.#options.isAlone?.()) return;
		this.#cancelEnd?.();
		this.#cancelEnd = null;
		this.#hold(entities);
	}

	/** We let go, and the edit is on its way. */
	end(): void {
		if (this.#mine.length === 0) return;
		const { clock } = this.#options;
		const deadline = clock.now() + DRAG_EXPIRY_MS;
		this.#cancelEnd ??= clock.after(DRAG_END_MS, () => this.#letGo(deadline));
	}

	/** We gave it up: everything is back at once. */
	cancel(): void {
		this.#cancelEnd?.();
		this.#cancelEnd = null;
		if (this.#mine.length > 0) this.#hold([]);
	}

	/** Somebody is gone, and what they held with them. */
	forget(isHere: (clientId: number) => boolean): void {
		for (const clientId of [...this.#theirs.keys()]) if (!isHere(clientId)) this.#show(clientId, []);
	}

	/** Ends our own drag without a word, and everybody's on this screen. */
	dispose(): void {
		this.forget(() => false);
		this.#cancelTick?.();
		this.#cancelEnd?.();
		this.#cancelTick = this.#cancelEnd = null;
		this.#mine = [];
		this.#disposer.dispose();
		this.#changes.clear();
	}

	// An edit that the disk of the server keeps waiting is waited for as well.
	#letGo(deadline: number): void {
		this.#cancelEnd = null;
		const { clock, isSending } = this.#options;
		if (!isSending?.() || clock.now() >= deadline) return this.cancel();
		this.#cancelEnd = clock.after(DRAG_END_MS, () => this.#letGo(deadline));
	}

	#hold(entities: readonly DraggedEntity[]): void {
		this.#mine = entities;
		this.#dirty = true;
		this.#changedAt = this.#options.clock.now();
		this.#schedule(0);
	}

	#schedule(delay: number): void {
		this.#cancelTick ??= this.#options.clock.after(delay, () => this.#tick());
	}

	#tick(): void {
		this.#cancelTick = null;
		const { clock, port } = this.#options;
		const now = clock.now();
		// What stands still is shown again now and then, for who came meanwhile.
		if (this.#dirty || now - this.#sentAt >= RENEW_MS) {
			this.#sentAt = now;
			this.#dirty = !port.send('drag', encodeDrag(this.#mine)).ok;
		}
		// An end that cannot be told comes of itself at the others'.
		const isWorthTelling = this.#dirty && now - this.#changedAt < DRAG_EXPIRY_MS;
		if (this.#mine.length > 0 || isWorthTelling) this.#schedule(DRAG_INTERVAL_MS);
	}

	#show(clientId: number, entities: readonly DraggedEntity[]): void {
		const before = this.#theirs.get(clientId);
		before?.cancelExpiry();
		this.#theirs.delete(clientId);
		const values = new Map(entities.map(({ id, ...place }) => [id, place]));
		if (values.size > 0) {
			const cancelExpiry = this.#options.clock.after(DRAG_EXPIRY_MS, () => this.#show(clientId, []));
			this.#theirs.set(clientId, { values, cancelExpiry });
		}
		const { shown } = this;
		for (const id of before?.values.keys() ?? [])
			if (!values.has(id)) this.#changes.emit({ id, values: shown.get(id) ?? null });
		for (const [id, place] of values) this.#changes.emit({ id, values: place });
	}
}
