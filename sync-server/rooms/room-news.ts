import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { LogRow } from '../storage/document-log.ts';
import type { RoomSignal } from './room-signals.ts';

/** What one instance tells the others of a room. */
export type RoomNews =
	/** Rows that are in the shared log now. */
	| { readonly kind: 'stored'; readonly rows: readonly LogRow[] }
	/** Who is here, or is not any more: an awareness update, signed. */
	| { readonly kind: 'presence'; readonly presence: Uint8Array }
	| { readonly kind: 'signal'; readonly signal: RoomSignal }
	/** The room was opened: tell who is there. */
	| { readonly kind: 'opened' }
	/** The room was closed: nobody is in it. */
	| { readonly kind: 'closed' }
	/** Somebody claims the id of a client that is there: does that one still live? */
	| { readonly kind: 'probe'; readonly clientId: number };

export function encodeNews(news: RoomNews): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeAny(encoder, news as Parameters<typeof encoding.writeAny>[1]);
	return encoding.toUint8Array(encoder);
}

/** Instances of one server trust each other, but one of another version may say what is not known here: null. */
export function decodeNews(bytes: Uint8Array): RoomNews | null {
	const news = decoding.readAny(decoding.createDecoder(bytes)) as RoomNews;
	return KINDS.has(news.kind) ? news : null;
}

const KINDS: ReadonlySet<unknown> = new Set<RoomNews['kind']>([
	'stored',
	'presence',
	'signal',
	'opened',
	'closed',
	'probe',
]);
