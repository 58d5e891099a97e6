import { scrollTopFor, visibleCells, type Sight } from '#lib/ui/visible-cells.ts';

/** One thing that can be picked. */
export type Pickable = {
	/** Null: none of them. */
	readonly value: string | null;
	readonly label: string;
	/** Where it is, told below its name. */
	readonly detail?: string | undefined;
};

export type PickerOptions = {
	/** What can be picked, found by what is searched. */
	readonly find: (searched: string) => readonly Pickable[];
	/** What is picked now; undefined where the selected differ. */
	readonly value: () => string | null | undefined;
	readonly rowHeight: () => number;
};

/** A list to pick one of thousands from: what is searched, which one the keys are at, which rows are in sight. */
export class Picker {
	#options: PickerOptions;
	#search = $state.raw('');
	/** The keys have been somewhere since the list was last looked through. */
	#at = $state.raw<number | null>(null);
	#sight = $state.raw<Sight>({ width: 0, height: 0, scrollTop: 0 });
	#items = $derived.by(() => this.#options.find(this.#search));
	#index = $derived.by(() => {
		const at = this.#at ?? this.#items.findIndex(({ value }) => value === this.#options.value());
		return Math.max(0, Math.min(at, this.#items.length - 1));
	});

	constructor(options: PickerOptions) {
		this.#options = options;
	}

	get items(): readonly Pickable[] {
		return this.#items;
	}
	get search(): string {
		return this.#search;
	}
	set search(text: string) {
		this.#search = text;
		this.#at = text.trim() === '' ? null : 0;
	}
	/** Where Enter would pick. */
	get index(): number {
		return this.#index;
	}
	get current(): Pickable | undefined {
		return this.#items[this.#index];
	}
	/** Pixels. */
	get rowHeight(): number {
		return this.#options.rowHeight();
	}
	get height(): number {
		return this.#items.length * this.rowHeight;
	}
	get #cell() {
		return { width: Infinity, height: this.rowHeight };
	}
	/** Rows in sight, and always the one that the keys are at. */
	get rows(): readonly { readonly item: Pickable; readonly index: number }[] {
		const { first, end } = visibleCells(this.#items.length, this.#cell, this.#sight);
		const shown = this.#items.slice(first, end).map((item, i) => ({ item, index: first + i }));
		const { current: item, index } = this;
		return !item || (index >= first && index < end) ? shown : [...shown, { item, index }];
	}

	look(sight: Sight): void {
		this.#sight = sight;
	}
	/** Where the list has to be scrolled to, so that the keys' row is in sight; null: it is. */
	get scrollTop(): number | null {
		return scrollTopFor(this.#index, 1, this.#cell, this.#sight);
	}

	/** Whether the key is one that leads elsewhere in the list. */
	key(key: string): boolean {
		const page = Math.max(1, Math.floor(this.#sight.height / this.rowHeight) - 1);
		const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[key];
		if (step === undefined) return false;
		this.#at = Math.max(0, Math.min(this.#index + step, this.#items.length - 1));
		return true;
	}
}
