/** What goes on by itself while a game plays: clips of models, particles. */
export interface Motion {
	/** So many seconds of the game later; with the first it begins. */
	advance(seconds: number): void;
	/** As while the scene is edited. */
	rest(): void;
}
