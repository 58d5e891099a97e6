/** What whoever makes a game wants to know of it besides what it shows. Being asked changes nothing in it. */
export type GameQuery = {
	/** The lines of its physics. */
	readonly physics: boolean;
	/** Entities (their indices) whose scripts are looked into. */
	readonly watch: readonly number[];
};

/** A script of an entity that is looked into. */
export type WatchedScript = {
	/** Its entity. */
	readonly index: number;
	readonly slot: string;
	/** Its properties and what they hold, in words. */
	readonly values: readonly (readonly [name: string, value: string])[];
};

export type GameFacts = {
	/** Six numbers each, from here to there, in the world, m; null: not asked for. */
	readonly lines: Float32Array<ArrayBuffer> | null;
	readonly scripts: readonly WatchedScript[];
};

/** More than somebody could tell apart. */
export const MOST_LINES = 100_000;
export const MOST_WATCHED_SCRIPTS = 50;
export const MOST_WATCHED_VALUES = 100;
export const LONGEST_WATCHED_NAME = 100;
export const LONGEST_WATCHED_VALUE = 200;

/** Numbers of a line. */
export const LINE_SIZE = 6;
