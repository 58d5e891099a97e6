import type { Clock } from '../base/clock.ts';
import type { Dispose } from '../base/disposer.ts';
import type { EntityId } from '../base/ids.ts';
import type { GameFacts, GameQuery, WatchedScript } from '../runtime/insight/game-facts.ts';
import { TickTimes } from './tick-times.ts';

/** What can be asked of a running game. */
export type InsightSource = {
	/** Between two ticks; undefined where it cannot be asked now. `query`: is asked when it is its turn. */
	inspect(query: () => GameQuery): Promise<GameFacts | undefined>;
	/** The index of an entity, while it is in the game. */
	indexOf(id: EntityId): number | undefined;
	/** Draws lines over the picture, in the place of those before. */
	draw(lines: Float32Array<ArrayBuffer> | null): void;
	/** Entities that are in the game. */
	readonly size: number;
};

type Watcher = {
	readonly id: EntityId;
	/** Null: it is not in the game. */
	readonly take: (scripts: readonly WatchedScript[] | null) => void;
};

/** As often as somebody reads, ms. */
const WATCHED_EVERY_MS = 200;

/** What is seen of a running game besides what it shows: its physics, the values of its scripts, and how long it takes. */
export class GameInsight {
	readonly times = new TickTimes();
	#source: InsightSource;
	#clock: Clock;
	#showsPhysics = $state(false);
	#showsTimes = $state(false);
	#isDrawing = false;
	#watchers = new Set<Watcher>();
	#isWatching = false;
	#stopWaiting: Dispose = () => {};
	#isOver = false;

	constructor(source: InsightSource, clock: Clock) {
		this.#source = source;
		this.#clock = clock;
	}

	get showsPhysics(): boolean {
		return this.#showsPhysics;
	}

	set showsPhysics(shows: boolean) {
		this.#showsPhysics = shows;
		if (shows) this.refresh();
		else this.#source.draw(null);
	}

	/** How long its ticks take is shown beside the numbers of the picture. */
	get showsTimes(): boolean {
		return this.#showsTimes;
	}

	set showsTimes(shows: boolean) {
		this.#showsTimes = shows;
	}

	/** Entities that are in the game. */
	get size(): number {
		return this.#source.size;
	}

	/** The game went on, or is otherwise. */
	refresh(): void {
		if (this.#showsPhysics && !this.#isDrawing) void this.#drawPhysics();
	}

	/** Another scene is shown: what was drawn was of the one before. */
	forget(): void {
		if (this.#showsPhysics) this.#source.draw(null);
	}

	/** Tells some times a second what the scripts of an entity hold; the returned function ends that. */
	watch(id: EntityId, take: Watcher['take']): Dispose {
		const watcher = { id, take };
		this.#watchers.add(watcher);
		if (!this.#isWatching) void this.#watch();
		return () => void this.#watchers.delete(watcher);
	}

	dispose(): void {
		this.#isOver = true;
		this.#watchers.clear();
		this.#stopWaiting();
		this.#source.draw(null);
	}

	async #drawPhysics(): Promise<void> {
		this.#isDrawing = true;
		const facts = await this.#source.inspect(() => ({ physics: true, watch: [] }));
		this.#isDrawing = false;
		// Nobody may want to see it any more.
		if (facts && this.#showsPhysics && !this.#isOver) this.#source.draw(facts.lines);
	}

	async #watch(): Promise<void> {
		this.#isWatching = this.#watchers.size > 0 && !this.#isOver;
		if (!this.#isWatching) return;
		let indices = new Map<Watcher, number | undefined>();
		const facts = await this.#source.inspect(() => {
			indices = new Map([...this.#watchers].map((one) => [one, this.#source.indexOf(one.id)]));
			return { physics: false, watch: [...indices.values()].filter((index) => index !== undefined) };
		});
		for (const [watcher, index] of indices) {
			if (!facts || !this.#watchers.has(watcher)) continue;
			watcher.take(index === undefined ? null : facts.scripts.filter((script) => script.index === index));
		}
		this.#stopWaiting = this.#clock.after(WATCHED_EVERY_MS, () => void this.#watch());
	}
}
