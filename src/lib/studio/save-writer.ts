import type { Dispose } from '../base/disposer.ts';
import type { GameSaves } from './game-saves.ts';
import type { SavedValues, SaveSlot } from './saved-game.ts';

/** Writes what a running game saves, the newest of it: one write at a time, however often it saves. */
export class SaveWriter {
	readonly #saves: Pick<GameSaves, 'keep'>;
	readonly #slot: SaveSlot;
	/** Told once when this device does not take it. */
	readonly #onrefused: () => void;
	#written: SavedValues;
	#now: SavedValues;
	readonly #release: Dispose;
	#done: Promise<void> = Promise.resolve();
	#isWriting = false;
	#wasRefused = false;

	constructor(
		saves: Pick<GameSaves, 'keep'>,
		{
			slot,
			values,
			release,
		}: { readonly slot: SaveSlot; readonly values: SavedValues; readonly release: Dispose },
		onrefused: () => void,
	) {
		this.#saves = saves;
		this.#slot = slot;
		this.#onrefused = onrefused;
		this.#release = release;
		this.#written = this.#now = values;
	}

	/** The game's values are these now. */
	take(values: SavedValues): void {
		this.#now = values;
		if (!this.#isWriting) this.flush();
	}

	/** All of it is on its way to this device now, also where another write still is. */
	flush(): void {
		if (this.#now === this.#written) return;
		this.#written = this.#now;
		const [before, writing] = [this.#done, this.#write(this.#now)];
		this.#done = before.then(() => writing);
	}

	/** The game is over: the slot is let go as soon as all of it is written. */
	async end(): Promise<void> {
		this.flush();
		for (let done; done !== this.#done;) await (done = this.#done);
		this.#release();
	}

	async #write(values: SavedValues): Promise<void> {
		this.#isWriting = true;
		const isKept = await this.#saves.keep(this.#slot, values);
		this.#isWriting = false;
		if (!isKept && !this.#wasRefused) {
			this.#wasRefused = true;
			this.#onrefused();
		}
		this.flush();
	}
}
