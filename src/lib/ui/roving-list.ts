/** What a key does in a list of items with one focus: the index to go to, or null when the key is not for it. */
export function nextIndex(
	key: string,
	current: number,
	count: number,
	isEnabled: (index: number) => boolean,
) {
	if (count === 0) return null;
	const seek = (from: number, step: 1 | -1): number | null => {
		for (let i = 0, at = from; i < count; i++, at += step) {
			const index = ((at % count) + count) % count;
			if (isEnabled(index)) return index;
		}
		return null;
	};
	switch (key) {
		case 'ArrowDown':
			return seek(current + 1, 1);
		case 'ArrowUp':
			return seek(current < 0 ? count - 1 : current - 1, -1);
		case 'Home':
		case 'PageUp':
			return seek(0, 1);
		case 'End':
		case 'PageDown':
			return seek(count - 1, -1);
		default:
			return null;
	}
}

const FORGET_MS = 700;

/** Finds an item by the letters typed one after another; a repeated letter walks through the items that begin with it. */
export class TypeAhead {
	#typed = '';
	#lastAt = -Infinity;

	/** The index of the match, or null. `now` in milliseconds. */
	type(character: string, now: number, labels: readonly string[], current: number): number | null {
		return this.find(character, now, labels.length, (index) => labels[index] ?? '', current);
	}

	/** As `type`, for long lists: labels are asked for one by one. */
	find(
		character: string,
		now: number,
		count: number,
		label: (index: number) => string,
		current: number,
	): number | null {
		if (now - this.#lastAt > FORGET_MS) this.#typed = '';
		this.#lastAt = now;
		this.#typed += character.toLocaleLowerCase();
		const repeated = [...this.#typed].every((letter) => letter === this.#typed[0]);
		const query = repeated ? (this.#typed[0] ?? '') : this.#typed;
		const start = query.length > 1 ? Math.max(current, 0) : current + 1;
		for (let i = 0; i < count; i++) {
			const index = (start + i) % count;
			if (label(index).toLocaleLowerCase().startsWith(query)) return index;
		}
		return null;
	}
}

/** Whether a key press is a character to search by. */
export function isTypedCharacter(event: KeyboardEvent): boolean {
	return event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;
}
