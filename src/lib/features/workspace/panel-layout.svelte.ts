import { DEFAULT_PANELS, type PanelSizes, type Workspace } from '#lib/studio/workspace.svelte.ts';

export type PanelName = keyof PanelSizes;

/** Pixels a panel needs to be of use, and the share of the window it may take at most. */
const LIMITS: Readonly<Record<PanelName, { readonly min: number; readonly most: number }>> = {
	start: { min: 200, most: 0.36 },
	end: { min: 232, most: 0.36 },
	bottom: { min: 104, most: 0.6 },
};

export type PanelBox = { readonly size: number; readonly min: number; readonly max: number };

/** The panels' sizes in pixels of this window; kept as shares, so that another window fits too. */
export class PanelLayout {
	#workspace: Pick<Workspace, 'panels' | 'setPanels'>;
	#room: (panel: PanelName) => number;
	/** The panel being resized, in pixels: remembered once it is let go. */
	#live = $state.raw<{ readonly panel: PanelName; readonly size: number } | null>(null);

	/** `room`: the pixels of the window that a panel has a share of. */
	constructor(workspace: Pick<Workspace, 'panels' | 'setPanels'>, room: (panel: PanelName) => number) {
		this.#workspace = workspace;
		this.#room = room;
	}

	box(panel: PanelName): PanelBox {
		const room = this.#room(panel);
		const { min, most } = LIMITS[panel];
		const max = Math.max(min, Math.round(room * most));
		const live = this.#live?.panel === panel ? this.#live.size : null;
		const wanted = live ?? (this.#workspace.panels[panel] / 100) * room;
		return { size: Math.round(Math.max(min, Math.min(max, wanted))), min, max };
	}

	/** The size a double click goes back to. */
	reset(panel: PanelName): number {
		return Math.round((DEFAULT_PANELS[panel] / 100) * this.#room(panel));
	}

	resize(panel: PanelName, size: number, done: boolean): void {
		this.#live = done ? null : { panel, size };
		if (done) this.#workspace.setPanels({ [panel]: clampShare((size / this.#room(panel)) * 100) });
	}
}

// What the workspace accepts back when it reads its settings.
const clampShare = (share: number): number => Math.max(5, Math.min(80, share));
