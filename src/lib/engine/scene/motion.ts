/** What goes on by itself while a game plays: clips of models, particles. */
export interface Motion {
	/** So many seconds of the game later; with the first it begins. */
	advance(seconds: number): void;
	/** As while the scene is edited. */
	rest(): void;
}

/** What goes on while one edits as well, when it is selected. */
export interface Sample extends Motion {
	/** Nothing more will come of it, unless it begins anew. */
	readonly isOver: boolean;
	/** After this long all of it is to be seen, s. */
	readonly wholeAfter: number;
}
