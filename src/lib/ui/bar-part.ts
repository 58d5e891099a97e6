/** A number: the strength of the accent, in percent. `free`: the bar's own ground. */
export type BarTone = number | 'faint' | 'quiet' | 'warning' | 'free';

/** One part of a bar of what takes up room, and its words beneath. */
export type BarPart = {
	readonly key: string;
	readonly label: string;
	readonly text: string;
	/** In bytes, for whoever reads the page by machine. */
	readonly value?: number;
	/** Of the whole bar, 0 to 1; 0: named beneath it only. */
	readonly share: number;
	readonly tone: BarTone;
};
