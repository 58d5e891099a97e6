import type { GameMessage } from './game-run.ts';

/** What was said once or several times. */
export type ConsoleEntry = GameMessage & {
	/** Unlike that of any other, for as long as the page is open. */
	readonly number: number;
	readonly times: number;
	/** It is why the game ended by itself. */
	readonly ends: boolean;
};

/** More than anybody reads; a game may speak without end. */
export const MOST_ENTRIES = 500;

const NO_ENTRIES: readonly ConsoleEntry[] = [];

/** What the running game said, or the last one: until the next begins. */
export class GameConsole {
	/** By what was said, in the order in which it was said first. */
	#kept = new Map<string, ConsoleEntry>();
	#lastKey = '';
	#number = 0;
	#version = $state.raw(0);
	#news = $state.raw('');
	#entries = $derived.by<readonly ConsoleEntry[]>(() => {
		void this.#version;
		return [...this.#kept.values()];
	});
	#errors = $derived(this.#entries.filter(({ level }) => level === 'error'));
	#byEntity = $derived(Map.groupBy(this.#errors, ({ entity }) => entity?.id));
	#warnings = $derived(this.#entries.filter(({ level }) => level === 'warn').length);

	get entries(): readonly ConsoleEntry[] {
		return this.#entries;
	}
	/** What differs counts, not how often it was said. */
	get errors(): readonly ConsoleEntry[] {
		return this.#errors;
	}
	/** What went wrong with this entity. */
	errorsOf(id: string): readonly ConsoleEntry[] {
		return this.#byEntity.get(id) ?? NO_ENTRIES;
	}
	get warnings(): number {
		return this.#warnings;
	}
	/** The newest error, for who does not see the list: what repeats is no news. */
	get news(): string {
		return this.#news;
	}

	add(message: GameMessage): void {
		this.#add(message, false);
	}

	/** Why the game ended by itself. */
	end(text: string, place: GameMessage['place']): void {
		this.#add({ level: 'error', text, entity: null, place }, true);
	}

	clear(): void {
		this.#kept.clear();
		this.#lastKey = this.#news = '';
		this.#version += 1;
	}

	#add(message: GameMessage, ends: boolean): void {
		const key = this.#keyOf(message);
		const known = this.#kept.get(key);
		const { level, text, entity, place } = message;
		const said = { level, text, entity: entity && { id: entity.id, name: entity.name }, place, ends };
		const number = known?.number ?? ++this.#number;
		this.#kept.set(key, { ...said, number, times: (known?.times ?? 0) + 1 });
		this.#lastKey = key;
		if (!known && level === 'error') this.#news = text;
		if (this.#kept.size > MOST_ENTRIES) this.#forgetOne();
		this.#version += 1;
	}

	/** An error is the same whenever it comes; the order of messages says something, so only one after the other is the same. */
	#keyOf({ level, text, entity, place }: GameMessage): string {
		const said = JSON.stringify([level, text, entity?.id, place?.id, place?.line]);
		if (level !== 'info') return said;
		return this.#lastKey.endsWith(said) ? this.#lastKey : `${this.#number + 1} ${said}`;
	}

	/** The oldest message; of errors and warnings only where there is nothing else. */
	#forgetOne(): void {
		for (const [key, { level }] of this.#kept) if (level === 'info') return void this.#kept.delete(key);
		const [oldest] = this.#kept.keys();
		if (oldest !== undefined) this.#kept.delete(oldest);
	}
}
