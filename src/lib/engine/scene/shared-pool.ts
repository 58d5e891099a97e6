/** GPU things shared by key: made for the first user, freed with the last. */
export class SharedPool<Value> {
	#entries = new Map<string, { readonly value: Value; users: number }>();
	#free: (value: Value, key: string) => void;

	constructor(free: (value: Value, key: string) => void) {
		this.#free = free;
	}

	get size(): number {
		return this.#entries.size;
	}

	values(): Value[] {
		return [...this.#entries.values()].map((entry) => entry.value);
	}

	acquire(key: string, make: () => Value): Value {
		const known = this.#entries.get(key);
		if (known) {
			known.users++;
			return known.value;
		}
		const value = make();
		this.#entries.set(key, { value, users: 1 });
		return value;
	}

	release(key: string): void {
		const entry = this.#entries.get(key);
		if (!entry || --entry.users > 0) return;
		this.#entries.delete(key);
		this.#free(entry.value, key);
	}

	dispose(): void {
		for (const [key, { value }] of this.#entries) this.#free(value, key);
		this.#entries.clear();
	}
}
