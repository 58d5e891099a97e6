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
	#isWriting = false;
	#wasRefused = false;

	constructor(
		saves: Pick<GameSaves, 'keep'>,
		{ slot, values }: { readonly slot: SaveSlot; readonly values: SavedValues },
		onrefused: () => void,
	) {
		this.#saves = saves;
		this.#slot = slot;
		this.#onrefused = onrefused;
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
		void this.#write(this.#now);
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
