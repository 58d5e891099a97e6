/** A rectangle on the screen, in CSS pixels. */
export interface Box {
	left: number;
	top: number;
	right: number;
	bottom: number;
}
export interface Size {
	width: number;
	height: number;
}
export type Side = 'block-end' | 'block-start' | 'inline-end' | 'inline-start';
export type Align = 'start' | 'center' | 'end';
export interface PlaceOptions {
	side?: Side;
	align?: Align;
	/** Pixels between anchor and box. */
	gap?: number;
	/** Pixels kept free at the edges of the screen. */
	edge?: number;
}
export interface Place {
	left: number;
	top: number;
	/** Room there is, for content that scrolls. */
	maxHeight: number;
}

const DEFAULT_GAP = 4;
const DEFAULT_EDGE = 8;

/** Where a box of `size` goes beside `anchor`: on the wanted side, on the other when there is more room, on screen. */
export function placeBeside(anchor: Box, size: Size, screen: Size, options: PlaceOptions = {}): Place {
	const { side = 'block-end', align = 'start', gap = DEFAULT_GAP, edge = DEFAULT_EDGE } = options;
	const clampLeft = (left: number) => clamp(left, edge, screen.width - size.width - edge);
	if (side === 'inline-end' || side === 'inline-start') {
		const before = anchor.left - gap - size.width;
		const after = anchor.right + gap;
		const fitsBefore = before >= edge;
		const fitsAfter = after + size.width <= screen.width - edge;
		const left =
			side === 'inline-end'
				? fitsAfter || !fitsBefore
					? after
					: before
				: fitsBefore || !fitsAfter
					? before
					: after;
		const top = clamp(
			alignTo(anchor.top, anchor.bottom, size.height, align),
			edge,
			screen.height - size.height - edge,
		);
		return { left: clampLeft(left), top, maxHeight: screen.height - 2 * edge };
	}
	const below = screen.height - edge - anchor.bottom - gap;
	const above = anchor.top - edge - gap;
	const goesBelow =
		side === 'block-end' ? size.height <= below || below >= above : size.height > above && below > above;
	const maxHeight = Math.max(0, goesBelow ? below : above);
	const top = goesBelow ? anchor.bottom + gap : anchor.top - gap - Math.min(size.height, maxHeight);
	return { left: clampLeft(alignTo(anchor.left, anchor.right, size.width, align)), top, maxHeight };
}

/** Start, middle or end of the anchor's edge. Logical: callers mirror `align` themselves in right-to-left text. */
function alignTo(start: number, end: number, length: number, align: Align): number {
	if (align === 'start') return start;
	if (align === 'end') return end - length;
	return (start + end - length) / 2;
}

function clamp(value: number, min: number, max: number): number {
	return Math.max(min, Math.min(max, value));
}
