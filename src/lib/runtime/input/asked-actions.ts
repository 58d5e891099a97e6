/** Stands for all actions: a script hears of whatever is pressed. */
export const ANY_ACTION = '*';

/** As long as the name of an action may be. */
const LONGEST_NAME = 64;
/** No game has more; a script could go on inventing them. */
const MOST_ACTIONS = 64;

/** Which actions the scripts of a game ask for: each is told once, so that players see what they can press. */
export class AskedActions {
	#known = new Set<string>();
	#tell: (action: string) => void;

	constructor(tell: (action: string) => void) {
		this.#tell = tell;
	}

	/** Answers the name, to be asked for. */
	ask(action: string): string {
		if (this.#known.has(action)) return action;
		if (typeof action !== 'string' || action.length > LONGEST_NAME) return action;
		if (this.#known.size >= MOST_ACTIONS) return action;
		this.#known.add(action);
		this.#tell(action);
		return action;
	}
}
