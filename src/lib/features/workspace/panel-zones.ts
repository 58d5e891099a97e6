import { DOCKS, type Dock, type PanelId } from '#lib/studio/panel-arrangement.svelte.ts';

/** A dock around the picture: its breadth in pixels, and the panels that stay in it with their shares of its length. */
export type DockNow = {
	readonly size: number;
	readonly panels: readonly { readonly id: PanelId; readonly share: number }[];
};
/** Pixels; `start` is from where one begins to read. */
export type Room = {
	readonly width: number;
	readonly height: number;
	readonly docks: Readonly<Record<Dock, DockNow>>;
};

/** Where a panel can be let go, and what it comes before there; pixels from the start and the top. */
export type Zone = {
	readonly dock: Dock;
	readonly before: PanelId | null;
	readonly start: number;
	readonly top: number;
	readonly width: number;
	readonly height: number;
};

/** All places for a panel: the docks, each divided in the middle of whatever is in it. */
export function panelZones({ width, height, docks }: Room): readonly Zone[] {
	const { start, end, bottom } = docks;
	const areas: Readonly<Record<Dock, Omit<Zone, 'dock' | 'before'>>> = {
		start: { start: 0, top: 0, width: start.size, height },
		end: { start: width - end.size, top: 0, width: end.size, height },
		bottom: {
			start: start.size,
			top: height - bottom.size,
			width: width - start.size - end.size,
			height: bottom.size,
		},
	};
	return DOCKS.flatMap((dock) =>
		parts(docks[dock]).map(({ before, from, to }): Zone => {
			const area = areas[dock];
			if (dock === 'bottom') {
				const along = { start: area.start + from * area.width, width: (to - from) * area.width };
				return { dock, before, ...area, ...along };
			}
			return { dock, before, ...area, top: from * area.height, height: (to - from) * area.height };
		}),
	);
}

/** The zone at a point; none over the picture. */
export const zoneAt = (zones: readonly Zone[], start: number, top: number): Zone | null =>
	zones.find(
		(zone) =>
			start >= zone.start &&
			start < zone.start + zone.width &&
			top >= zone.top &&
			top < zone.top + zone.height,
	) ?? null;

type Part = { readonly before: PanelId | null; readonly from: number; readonly to: number };

function parts({ panels }: DockNow): readonly Part[] {
	const sum = panels.reduce((all, { share }) => all + share, 0);
	let passed = 0;
	let from = 0;
	const before = panels.map(({ id, share }): Part => {
		const to = (passed + share / 2) / sum;
		const part = { before: id, from, to };
		[passed, from] = [passed + share, to];
		return part;
	});
	return [...before, { before: null, from, to: 1 }];
}
