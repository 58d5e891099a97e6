import {
	DEFAULT_SIZES,
	DOCKS,
	type Dock,
	type PanelArrangement,
	type PanelId,
} from '#lib/studio/panel-arrangement.svelte.ts';

/** Pixels a dock needs to be of use, and the share of the window it may take at most. */
const LIMITS: Readonly<Record<Dock, { readonly min: number; readonly most: number }>> = {
	start: { min: 200, most: 0.36 },
	end: { min: 232, most: 0.36 },
	bottom: { min: 104, most: 0.6 },
};
/** Pixels that one of several panels in a dock keeps. */
const LEAST = 96;

export type PanelBox = { readonly size: number; readonly min: number; readonly max: number };

type Room = {
	/** Pixels of the window that a dock has a share of. */
	readonly window: (dock: Dock) => number;
	/** Pixels along which panels of a dock share it. */
	readonly length: (dock: Dock) => number;
};

/** Where something stands, in CSS lengths from the edges of the frame. */
export type Place = {
	readonly start?: string;
	readonly end?: string;
	readonly top?: string;
	readonly bottom?: string;
	readonly width?: string;
	readonly height?: string;
};

/** Something that stands in the frame around the picture. */
export type Cell =
	| { readonly kind: 'picture'; readonly id: 'picture'; readonly place: Place }
	| { readonly kind: 'panel'; readonly id: PanelId; readonly place: Place }
	/** The line of a dock beside the picture. */
	| { readonly kind: 'edge'; readonly id: string; readonly dock: Dock; readonly place: Place }
	/** The line between two panels of one dock. */
	| {
			readonly kind: 'between';
			readonly id: string;
			readonly dock: Dock;
			readonly panels: readonly [PanelId, PanelId];
			readonly place: Place;
	  };

/** Where the panels stand, and their sizes in pixels of this window; kept as shares, so that another window fits too. */
export class PanelLayout {
	#panels: PanelArrangement;
	#room: Room;
	/** The dock being resized, in pixels: remembered once it is let go. */
	#live = $state.raw<{ readonly dock: Dock; readonly size: number } | null>(null);

	constructor(panels: PanelArrangement, room: Room) {
		this.#panels = panels;
		this.#room = room;
	}

	box(dock: Dock): PanelBox {
		const room = this.#room.window(dock);
		const { min, most } = LIMITS[dock];
		const max = Math.max(min, Math.round(room * most));
		const live = this.#live?.dock === dock ? this.#live.size : null;
		const wanted = live ?? (this.#panels.sizes[dock] / 100) * room;
		return { size: Math.round(Math.max(min, Math.min(max, wanted))), min, max };
	}

	/** The size a double click goes back to. */
	reset(dock: Dock): number {
		return Math.round((DEFAULT_SIZES[dock] / 100) * this.#room.window(dock));
	}

	resize(dock: Dock, size: number, done: boolean): void {
		this.#live = done ? null : { dock, size };
		if (done) this.#panels.setSize(dock, (size / this.#room.window(dock)) * 100);
	}

	/** What the first of two neighbours in a dock has, in pixels along it. */
	boxBetween(dock: Dock, [first, second]: readonly [PanelId, PanelId]): PanelBox {
		const length = this.#room.length(dock);
		const [mine, other] = [this.#panels.shareOf(first) * length, this.#panels.shareOf(second) * length];
		const max = Math.max(LEAST, Math.round(mine + other - LEAST));
		return { size: Math.round(Math.min(max, Math.max(LEAST, mine))), min: LEAST, max };
	}

	/** What both have, halved. */
	resetBetween(dock: Dock, [first, second]: readonly [PanelId, PanelId]): number {
		const shares = this.#panels.shareOf(first) + this.#panels.shareOf(second);
		return Math.round((shares * this.#room.length(dock)) / 2);
	}

	resizeBetween(dock: Dock, [first, second]: readonly [PanelId, PanelId], size: number): void {
		const both = (this.#panels.shareOf(first) + this.#panels.shareOf(second)) * this.#room.length(dock);
		if (both > 0) this.#panels.divide(first, second, Math.max(0.05, Math.min(0.95, size / both)));
	}

	/** All there is, in the order of reading. */
	get cells(): readonly Cell[] {
		const [start, end, bottom] = DOCKS.map((dock) =>
			this.#panels.shownIn(dock).length > 0 ? this.box(dock).size + 1 : 0,
		) as [number, number, number];
		const beside = { start: `${start}px`, end: `${end}px` };
		const picture = { ...beside, top: '0px', bottom: `${bottom}px` };
		const tall = { top: '0px', bottom: '0px' };
		const edges = {
			start: { start: `${start - 1}px`, ...tall },
			bottom: { ...beside, bottom: `${bottom - 1}px` },
			end: { end: `${end - 1}px`, ...tall },
		};
		const edge = (dock: Dock): Cell[] =>
			this.#panels.shownIn(dock).length > 0
				? [{ kind: 'edge', id: `edge-${dock}`, dock, place: edges[dock] }]
				: [];
		return [
			...this.#stack('start', { start: '0px', width: `${start - 1}px` }),
			...edge('start'),
			{ kind: 'picture', id: 'picture', place: picture },
			...edge('bottom'),
			...this.#row(start, end, bottom - 1),
			...edge('end'),
			...this.#stack('end', { end: '0px', width: `${end - 1}px` }),
		];
	}

	/** Panels above one another. */
	#stack(dock: Dock, side: Place): Cell[] {
		return this.#divided(dock, (from, share) => ({
			panel: { ...side, top: `${from * 100}%`, height: `${share * 100}%` },
			line: { ...side, top: `${from * 100}%` },
		}));
	}

	/** Panels beside one another, below the picture. */
	#row(start: number, end: number, size: number): Cell[] {
		const along = (share: number) => `(100% - ${start + end}px) * ${share}`;
		return this.#divided('bottom', (from, share) => {
			const at = { bottom: '0px', height: `${size}px`, start: `calc(${start}px + ${along(from)})` };
			return { panel: { ...at, width: `calc(${along(share)})` }, line: at };
		});
	}

	#divided(
		dock: Dock,
		placeAt: (from: number, share: number) => { readonly panel: Place; readonly line: Place },
	): Cell[] {
		const panels = this.#panels.shownIn(dock);
		let from = 0;
		return panels.flatMap((panel, i): Cell[] => {
			const share = this.#panels.shareOf(panel);
			const { panel: place, line } = placeAt(from, share);
			from += share;
			const before = panels[i - 1];
			const own = { kind: 'panel', id: panel, place } as const;
			if (before === undefined) return [own];
			const id = `between-${before}-${panel}`;
			return [{ kind: 'between', id, dock, panels: [before, panel], place: line }, own];
		});
	}
}
