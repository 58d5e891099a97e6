import type { EntityId } from '#lib/base/ids.ts';
import type { UiAnchor, UiPlace } from './ui-element.ts';

/** Pixels, from the left and from the top of what holds it. */
export type UiRect = {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
};

/** What is laid out: an element, and what lies in it. */
export type UiBox = UiPlace & { readonly id: EntityId; readonly children: readonly UiBox[] };

export type UiScreen = {
	/** The picture, pixels. */
	readonly width: number;
	readonly height: number;
	/** What of it nothing may lie in: notches, rounded corners, controls of others; pixels. */
	readonly insets: {
		readonly top: number;
		readonly right: number;
		readonly bottom: number;
		readonly left: number;
	};
};

/** A finger finds nothing smaller, pixels. */
const SMALLEST_BUTTON = 44;
/** Where a place is between the edges, 0 to 1, across and down. */
const SHARES: Readonly<Record<UiAnchor, readonly [number, number]>> = {
	topLeft: [0, 0],
	top: [0.5, 0],
	topRight: [1, 0],
	left: [0, 0.5],
	center: [0.5, 0.5],
	right: [1, 0.5],
	bottomLeft: [0, 1],
	bottom: [0.5, 1],
	bottomRight: [1, 1],
};

/** How many pixels a hundredth of the smaller side is. */
export const uiUnit = ({ width, height }: UiScreen): number => Math.min(width, height) / 100;

/**
 * Where each element lies, within what holds it (its panel; else the picture without its insets). Nothing is larger than
 * that or reaches out of it, so what fits a desktop fits a phone.
 */
export function layoutUi(elements: readonly UiBox[], screen: UiScreen): ReadonlyMap<EntityId, UiRect> {
	const rects = new Map<EntityId, UiRect>();
	const { top, right, bottom, left } = screen.insets;
	const whole = {
		x: left,
		y: top,
		width: Math.max(0, screen.width - left - right),
		height: Math.max(0, screen.height - top - bottom),
	};
	const unit = uiUnit(screen);
	for (const element of elements) place(element, boxIn(element, whole, unit), unit, rects);
	return rects;
}

function place(element: UiBox, rect: UiRect, unit: number, rects: Map<EntityId, UiRect>): void {
	rects.set(element.id, rect);
	const inside = { x: 0, y: 0, width: rect.width, height: rect.height };
	if (element.flow === 'free' || element.kind !== 'panel') {
		for (const child of element.children) place(child, boxIn(child, inside, unit), unit, rects);
		return;
	}
	const isColumn = element.flow === 'column';
	const gap = Math.min(element.gap * unit, rect.width / 4, rect.height / 4);
	let at = gap;
	for (const child of element.children) {
		const left = Math.max(0, (isColumn ? rect.height : rect.width) - at - gap);
		const room = isColumn
			? { x: gap, y: at, width: Math.max(0, rect.width - 2 * gap), height: left }
			: { x: at, y: gap, width: left, height: Math.max(0, rect.height - 2 * gap) };
		const box = boxIn(child, room, unit);
		place(child, isColumn ? { ...box, y: at } : { ...box, x: at }, unit, rects);
		at += (isColumn ? box.height : box.width) + gap;
	}
}

function boxIn({ kind, anchor, offset, size }: UiBox, room: UiRect, unit: number): UiRect {
	const least = kind === 'button' ? SMALLEST_BUTTON : 0;
	const [across, down] = SHARES[anchor];
	const [x, width] = along(across, offset[0] * unit, size[0] * unit, least, room.width);
	const [y, height] = along(down, offset[1] * unit, size[1] * unit, least, room.height);
	return { x: room.x + x, y: room.y + y, width, height };
}

/** Where it begins and how long it is, in one direction. */
function along(
	share: number,
	offset: number,
	size: number,
	least: number,
	room: number,
): readonly [number, number] {
	const free = Math.max(0, room - 2 * Math.abs(offset));
	const length = Math.min(room, Math.max(least, size > 0 ? size : free));
	const inwards = share === 1 ? -offset : offset;
	const start = (room - length) * share + (size > 0 || share !== 0.5 ? inwards : 0);
	return [Math.min(room - length, Math.max(0, start)), length];
}
