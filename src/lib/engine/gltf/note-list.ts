/** Something to tell of several things at once: how many there are, and the names of the first. */
export type Note<Kind extends string> = {
	readonly kind: Kind;
	readonly count: number;
	readonly names: readonly string[];
};

const MAX_NAMES = 3;

/** Counts by kind. */
export class NoteList<Kind extends string> {
	#notes = new Map<Kind, { count: number; names: Set<string> }>();

	add(kind: Kind, name: string): void {
		const note = this.#notes.get(kind) ?? { count: 0, names: new Set() };
		note.count++;
		if (note.names.size < MAX_NAMES) note.names.add(name);
		this.#notes.set(kind, note);
	}

	get list(): readonly Note<Kind>[] {
		return [...this.#notes].map(([kind, { count, names }]) => ({ kind, count, names: [...names] }));
	}
}
