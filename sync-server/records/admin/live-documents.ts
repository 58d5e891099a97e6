import type { OpenRoom, Rooms } from '../../rooms/rooms.ts';

/** What this module may know of the rooms: that they are open, and how full. */
export interface LiveDocuments {
	/** Rooms opened behind this number, in the order they were opened. */
	list(after: number, limit: number): readonly OpenRoom[];
	readonly connections: number;
	/** Documents somebody has open. */
	readonly size: number;
	/** Of all of them, in memory. */
	readonly bytes: number;
}

/** The rooms of this server, seen so. */
export const liveDocuments = (
	rooms: Pick<Rooms, 'list' | 'size' | 'bytes'>,
	line: { readonly connections: number },
): LiveDocuments => ({
	list: (after, limit) => rooms.list(after, limit),
	get connections() {
		return line.connections;
	},
	get size() {
		return rooms.size;
	},
	get bytes() {
		return rooms.bytes;
	},
});
