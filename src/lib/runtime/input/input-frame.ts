/** What the player does, as a game hears of it with its next ticks: plain, so that it can be sent and recorded. */
export type InputFrame = {
	/** By action: how far it is pressed, 0 to 1, axes −1 to 1. What is not named is at rest. */
	readonly values: Readonly<Record<string, number>>;
	/** Actions that went down and up again since the last frame: each counts as pressed in the first tick. */
	readonly tapped: readonly string[];
	/** How far the player looked around since the last frame, degrees: to the right, and up. */
	readonly look: readonly [number, number];
	/** 0 to 1 from the left and from the top of the picture. */
	readonly pointer: { readonly x: number; readonly y: number; readonly isDown: boolean } | null;
	/** Indices of interface entities whose buttons were pressed. */
	readonly buttons: readonly number[];
};

export const NO_INPUT: InputFrame = { values: {}, tapped: [], look: [0, 0], pointer: null, buttons: [] };

/** What of a frame lasts over the ticks after the first that hears of it. */
export const goesOn = (frame: InputFrame): InputFrame => ({
	...frame,
	tapped: [],
	look: [0, 0],
	buttons: [],
});

/** Nobody does anything. */
export const isNoInput = ({ values, tapped, look, pointer, buttons }: InputFrame): boolean =>
	pointer === null &&
	tapped.length + buttons.length === 0 &&
	look[0] === 0 &&
	look[1] === 0 &&
	Object.keys(values).length === 0;

/** Whoever plays, as a game hears of them. */
export type Player = {
	/** What they do now, and did since it was read the last time. */
	read(): InputFrame;
	/** Holds their pointer in the picture, or lets it go. */
	lockPointer(on: boolean): void;
};
