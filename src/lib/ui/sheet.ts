export type SheetHeight = 'peek' | 'half' | 'full';

const ORDER: readonly SheetHeight[] = ['peek', 'half', 'full'];
/** Parts of the room there is. */
const PARTS: Record<SheetHeight, number> = { peek: 0.16, half: 0.44, full: 0.9 };
const FLING = 0.5;

/** Pixels of a sheet at a height, in a room of `room` pixels. */
export const sheetPixels = (height: SheetHeight, room: number): number => Math.round(PARTS[height] * room);

/** The next height up (1) or down (-1), staying at the ends. */
export function nextHeight(height: SheetHeight, step: 1 | -1): SheetHeight {
	return ORDER[ORDER.indexOf(height) + step] ?? height;
}

/** Where a sheet let go at `pixels` comes to rest. `speed` in pixels a millisecond, upwards positive. */
export function settleSheet(pixels: number, room: number, speed: number): SheetHeight {
	const distance = (height: SheetHeight) => Math.abs(sheetPixels(height, room) - pixels);
	const nearest = ORDER.reduce((best, height) => (distance(height) < distance(best) ? height : best));
	if (Math.abs(speed) < FLING) return nearest;
	const beyond = speed > 0 ? ORDER.find((h) => sheetPixels(h, room) > pixels) : undefined;
	const below = speed < 0 ? ORDER.findLast((h) => sheetPixels(h, room) < pixels) : undefined;
	return beyond ?? below ?? nearest;
}
