import { MOST_SAID } from '../game-commands.ts';
import type { GameWorld } from '../world/game-world.ts';
import type { Ui } from './api.ts';
import { finite } from './vectors.ts';

/** How long words stand when nobody says how long, s. */
const READ_SECONDS = 3;

type UiHost = { readonly world: GameWorld; readonly tick: number };

/** What scripts put over the picture besides entities. */
export class ScriptUi implements Ui {
	#host: UiHost;
	/** The tick with which the words go; −1 where none stand there. */
	wordsUntil = -1;

	constructor(host: UiHost) {
		this.#host = host;
	}

	say(words: string, seconds = READ_SECONDS): void {
		const { world, tick } = this.#host;
		const said = String(words).slice(0, MOST_SAID).toWellFormed();
		const ticks = Math.max(1, Math.round(finite(seconds, 'seconds') * 60));
		if (said !== '' || this.wordsUntil >= 0) world.tell({ type: 'say', words: said });
		this.wordsUntil = said === '' ? -1 : tick + ticks;
	}

	/** A tick is over. */
	passTick(): void {
		if (this.wordsUntil >= 0 && this.#host.tick + 1 >= this.wordsUntil) this.say('');
	}
}
