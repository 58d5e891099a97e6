import type { EntityId } from '../base/ids.ts';
import type { UiElement } from '../runtime/ui/ui-element.ts';

const NONE: readonly UiElement[] = [];

/** What a running game puts over its picture. */
export class GameUi {
	#elements = $state.raw(NONE);
	#words = $state.raw('');
	#indexOf: (id: EntityId) => number | undefined = () => undefined;

	get elements(): readonly UiElement[] {
		return this.#elements;
	}

	/** Words that a script says; '' where none stand there. */
	get words(): string {
		return this.#words;
	}

	/** The game's own number of an element that is in the game. */
	indexOf(id: EntityId): number | undefined {
		return this.#indexOf(id);
	}

	show(elements: readonly UiElement[], indexOf: (id: EntityId) => number | undefined): void {
		this.#elements = elements;
		this.#indexOf = indexOf;
	}

	say(words: string): void {
		this.#words = words;
	}

	clear(): void {
		this.show(NONE, () => undefined);
		this.say('');
	}
}
