import { systemClock, type Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import type { EntityId } from '#lib/base/ids.ts';
import type { UiElement } from '#lib/runtime/ui/ui-element.ts';

/** Who listens hears nothing else meanwhile. */
const REST_MS = 3000;

/** Has words that change read out, a few seconds apart, as they are by then; only those whose elements say so. */
export class LiveWords {
	#clock: Clock;
	#known: ReadonlyMap<EntityId, string> | undefined;
	/** Those to be read out with the next chance. */
	#waiting = new Set<EntityId>();
	#say: (text: string) => void = () => {};
	#stopResting: Dispose | undefined;

	constructor(clock: Clock = systemClock) {
		this.#clock = clock;
	}

	/** Where it is read out. */
	attach(say: (text: string) => void): Dispose {
		this.#say = say;
		return () => {
			this.#stopResting?.();
			this.#stopResting = undefined;
			this.#say = () => {};
		};
	}

	take(elements: readonly UiElement[]): void {
		// The game gets ready.
		if (!this.#known && elements.length === 0) return;
		const words = new Map(liveIn(elements).map(({ id, text }) => [id, text]));
		// What stands there from the beginning is read as the page is.
		const known = this.#known ?? words;
		for (const [id, text] of words) if (known.get(id) !== text) this.#waiting.add(id);
		this.#known = words;
		if (!this.#stopResting) this.#tell();
	}

	#tell(): void {
		this.#stopResting = undefined;
		const said = [...this.#waiting].flatMap((id) => this.#known?.get(id) ?? []).filter((text) => text !== '');
		this.#waiting.clear();
		if (said.length === 0) return;
		this.#say(said.join('\n'));
		this.#stopResting = this.#clock.after(REST_MS, () => this.#tell());
	}
}

const liveIn = (elements: readonly UiElement[]): readonly UiElement[] =>
	elements.flatMap((element) => [
		...(element.kind === 'text' && element.live ? [element] : []),
		...liveIn(element.children),
	]);
