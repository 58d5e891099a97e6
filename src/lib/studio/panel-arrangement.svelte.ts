import type { JsonValue } from '../base/json.ts';
import type { SettingsStore } from '../storage/ports.ts';

/** Where panels stand around the picture; `start` is the left where one reads from left to right. */
export const DOCKS = ['start', 'end', 'bottom'] as const;
export type Dock = (typeof DOCKS)[number];

export const PANELS = ['hierarchy', 'inspector', 'assets'] as const;
export type PanelId = (typeof PANELS)[number];

/** Sizes of the docks as shares of the window, in per cent. */
export type PanelSizes = Readonly<Record<Dock, number>>;

type Docks = Readonly<Record<Dock, readonly PanelId[]>>;
type Shares = Readonly<Record<PanelId, number>>;

export const DEFAULT_SIZES: PanelSizes = { start: 18.3, end: 20.9, bottom: 18.6 };
const DEFAULT_DOCKS: Docks = { start: ['hierarchy'], end: ['inspector'], bottom: ['assets'] };
const EVEN: Shares = { hierarchy: 1, inspector: 1, assets: 1 };
const KEY = 'workspace.panels';

/** How this person has the panels: where, how large, which of them hidden. Device scope. */
export class PanelArrangement {
	#settings: SettingsStore;
	#sizes = $state.raw<PanelSizes>(DEFAULT_SIZES);
	#docks = $state.raw<Docks>(DEFAULT_DOCKS);
	#shares = $state.raw<Shares>(EVEN);
	#hidden = $state.raw<readonly PanelId[]>([]);
	/** Not remembered: who comes back finds their panels. */
	#pictureOnly = $state.raw(false);

	private constructor(settings: SettingsStore) {
		this.#settings = settings;
	}

	/** As this device kept it; what cannot be is as it is at first. */
	static async open(settings: SettingsStore): Promise<PanelArrangement> {
		const panels = new PanelArrangement(settings);
		const stored = await settings.get(KEY);
		if (!isRecord(stored)) return panels;
		panels.#sizes = readSizes(stored);
		panels.#docks = readDocks(stored['docks']);
		panels.#shares = readShares(stored['shares']);
		panels.#hidden = readPanels(stored['hidden']);
		return panels;
	}

	get sizes(): PanelSizes {
		return this.#sizes;
	}
	get pictureOnly(): boolean {
		return this.#pictureOnly;
	}
	/** Whether all is as it is at first. */
	get isDefault(): boolean {
		const mine = [this.#sizes, this.#docks, this.#shares, this.#hidden, this.#pictureOnly];
		return JSON.stringify(mine) === JSON.stringify([DEFAULT_SIZES, DEFAULT_DOCKS, EVEN, [], false]);
	}

	/** The panels to be seen in a dock, in their order. */
	shownIn(dock: Dock): readonly PanelId[] {
		return this.#docks[dock].filter((panel) => this.isShown(panel));
	}

	isShown(panel: PanelId): boolean {
		return !this.#pictureOnly && !this.#hidden.includes(panel);
	}

	dockOf(panel: PanelId): Dock {
		return DOCKS.find((dock) => this.#docks[dock].includes(panel)) ?? 'start';
	}

	/** How much of its dock a panel has, of all that are seen there. */
	shareOf(panel: PanelId): number {
		const sum = this.shownIn(this.dockOf(panel)).reduce((all, other) => all + this.#shares[other], 0);
		return sum > 0 ? this.#shares[panel] / sum : 1;
	}

	setSize(dock: Dock, size: number): void {
		this.#sizes = { ...this.#sizes, [dock]: clampSize(size) };
		this.#keep();
	}

	/** Divides what two neighbours have of their dock: `part` of it, from 0 to 1, for the first. */
	divide(first: PanelId, second: PanelId, part: number): void {
		const both = this.#shares[first] + this.#shares[second];
		this.#shares = { ...this.#shares, [first]: both * part, [second]: both * (1 - part) };
		this.#keep();
	}

	/** Shows a panel, or hides it. Where only the picture is seen, it is beside that what was asked for. */
	setShown(panel: PanelId, shown: boolean): void {
		const before = this.#pictureOnly ? PANELS : this.#hidden;
		const hidden = before.filter((other) => other !== panel);
		this.#pictureOnly = false;
		this.#hidden = shown ? hidden : [...hidden, panel];
		this.#keep();
	}

	togglePictureOnly(): void {
		this.#pictureOnly = !this.#pictureOnly;
	}

	/** Puts a panel into a dock, before another of it or last, where it is seen. */
	move(panel: PanelId, to: Dock, before: PanelId | null = null): void {
		const without = (dock: Dock) => this.#docks[dock].filter((other) => other !== panel);
		const docks = { start: without('start'), end: without('end'), bottom: without('bottom') };
		const at = before ? docks[to].indexOf(before) : -1;
		this.#docks = { ...docks, [to]: docks[to].toSpliced(at < 0 ? docks[to].length : at, 0, panel) };
		this.#shares = { ...this.#shares, [panel]: 1 };
		this.setShown(panel, true);
	}

	reset(): void {
		this.#sizes = DEFAULT_SIZES;
		this.#docks = DEFAULT_DOCKS;
		this.#shares = EVEN;
		this.#hidden = [];
		this.#pictureOnly = false;
		this.#keep();
	}

	#keep(): void {
		const [docks, shares, hidden] = [this.#docks, this.#shares, this.#hidden];
		const kept: JsonValue = structuredClone({ ...this.#sizes, docks, shares, hidden });
		void this.#settings.set(KEY, kept);
	}
}

// Less is of no use, and more leaves no picture.
const clampSize = (share: number): number => Math.max(5, Math.min(80, share));

function readSizes(stored: Readonly<Record<string, unknown>>): PanelSizes {
	const read = (dock: Dock) => {
		const size = stored[dock];
		return typeof size === 'number' && size >= 5 && size <= 80 ? size : DEFAULT_SIZES[dock];
	};
	return { start: read('start'), end: read('end'), bottom: read('bottom') };
}

/** Every panel once; one that stands nowhere stands where it did at first. */
function readDocks(stored: unknown): Docks {
	if (!isRecord(stored)) return DEFAULT_DOCKS;
	const seen = new Set<PanelId>();
	const read = (dock: Dock) =>
		readPanels(stored[dock]).filter((panel) => !seen.has(panel) && seen.add(panel));
	const docks = { start: read('start'), end: read('end'), bottom: read('bottom') };
	const missing = (dock: Dock) => DEFAULT_DOCKS[dock].filter((panel) => !seen.has(panel));
	return {
		start: [...docks.start, ...missing('start')],
		end: [...docks.end, ...missing('end')],
		bottom: [...docks.bottom, ...missing('bottom')],
	};
}

function readShares(stored: unknown): Shares {
	const read = (panel: PanelId) => {
		const share = isRecord(stored) ? stored[panel] : undefined;
		return typeof share === 'number' && share > 0.01 && share < 100 ? share : 1;
	};
	return { hierarchy: read('hierarchy'), inspector: read('inspector'), assets: read('assets') };
}

function readPanels(stored: unknown): readonly PanelId[] {
	return Array.isArray(stored)
		? PANELS.filter((panel) => stored.includes(panel)).sort(byPlaceIn(stored))
		: [];
}

const byPlaceIn = (order: readonly unknown[]) => (a: PanelId, b: PanelId) =>
	order.indexOf(a) - order.indexOf(b);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
