import type { ErrorCode } from '#lib/protocol/errors.ts';

/** Why something was refused or cut off. A closed list: what a client sends never becomes a label. */
export const REFUSAL_REASONS = [
	'origin',
	'server-full',
	'address-full',
	'draining',
	'protocol',
	'unauthorized',
	'forbidden',
	'read-only',
	'invalid',
	'gap',
	'too-large',
	'rate-limited',
	'quota',
	'slow',
	'silent',
	'storage',
] as const;

export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** By what a refusal is counted that a client was told by this code. */
export function refusalReason(code: ErrorCode): RefusalReason {
	switch (code) {
		case 'unavailable':
			return 'storage';
		case 'forbidden':
			return 'read-only';
		case 'unauthorized':
		case 'gap':
		case 'too-large':
		case 'rate-limited':
			return code;
		default:
			return 'invalid';
	}
}

/** The part of the store that failed. */
export type StorePart = 'documents' | 'projects' | 'blobs';

type Entry = {
	readonly help: string;
	/** For the reference: when somebody should look. */
	readonly alarm?: string;
};
type Counter = Entry & { readonly kind: 'counter' };
type LabelledCounter = Counter & { readonly label: string };
type Gauge = Entry & { readonly kind: 'gauge' };
type Histogram = Entry & { readonly kind: 'histogram'; readonly buckets: readonly number[] };

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

const about = (help: string, alarm?: string): Entry => (alarm === undefined ? { help } : { help, alarm });
const counter = (help: string, alarm?: string): Counter => ({ kind: 'counter', ...about(help, alarm) });
const counterBy = (label: string, help: string, alarm?: string): LabelledCounter => ({
	kind: 'counter',
	label,
	...about(help, alarm),
});
const gauge = (help: string, alarm?: string): Gauge => ({ kind: 'gauge', ...about(help, alarm) });
const histogram = (help: string, buckets: readonly number[], alarm?: string): Histogram => ({
	kind: 'histogram',
	buckets,
	...about(help, alarm),
});

/** Everything the server counts. Served with the prefix `rastudios_`; nothing here names a person, room or project. */
export const CATALOGUE = {
	ready: gauge(
		'1 while the server takes work, 0 while it starts, drains, or its store fails',
		'0 for 1 minute',
	),
	connections: gauge('Open WebSocket connections', 'above 80 % of `connections`'),
	connections_total: counter('Connections taken since the start'),
	connections_refused_total: counterBy(
		'reason',
		'Connections refused at the door',
		'`server-full` rises; `origin` rises after a change of proxy or name',
	),
	connections_cut_total: counterBy('reason', 'Connections the server ended', '`slow` rises for 10 minutes'),
	rooms: gauge('Documents open just now'),
	room_bytes: gauge('Bytes of documents held in memory'),
	updates_total: counter('Updates received'),
	updates_stored_total: counter('Updates stored'),
	updates_refused_total: counterBy(
		'reason',
		'Updates refused; what the same client sends after one is not counted',
		'`storage` rises at all',
	),
	commit_updates: histogram('Updates that shared one commit', SIZES),
	commit_seconds: histogram(
		'Time one commit took, until the disk had it',
		SECONDS,
		'99th percentile above 0.1 for 5 minutes: the disk is slow or shared',
	),
	ack_seconds: histogram(
		'Time from the first update of a commit coming in to its acknowledgement going out',
		SECONDS,
		'99th percentile above 0.25 for 5 minutes',
	),
	bytes_received_total: counter('Bytes of WebSocket messages received'),
	bytes_sent_total: counter('Bytes of WebSocket messages sent'),
	send_queue_bytes: gauge('Bytes that wait in all send queues together', 'above a quarter of the memory'),
	passing_sent_total: counter('Presence, drag previews and room messages sent'),
	passing_dropped_total: counter('The same, dropped because a client was behind'),
	compactions_total: counter('Documents compacted'),
	compactions_failed_total: counter(
		'Compactions that failed; the document stays as it is',
		'rises for an hour',
	),
	compaction_seconds: histogram('Time one compaction took', SECONDS),
	quarantined_total: counter(
		'Damaged rows and documents set aside',
		'rises at all: check the disk, keep the backups',
	),
	store_failures_total: counterBy('part', 'Reads and writes the store refused', 'rises at all'),
	blob_bytes: gauge('Bytes of assets stored, as counted once a day'),
	blob_bytes_received_total: counter('Bytes of assets received'),
	blob_bytes_sent_total: counter('Bytes of assets sent'),
	http_requests_total: counterBy('status', 'HTTP requests answered, by class of status', '`5xx` rises'),
	http_seconds: histogram('Time until the answer to an HTTP request begins', SECONDS),
	disk_free_bytes: gauge('Bytes free where the data folder is', 'below 10 % or 5 GiB'),
} as const satisfies Record<string, Counter | LabelledCounter | Gauge | Histogram>;

export type Catalogue = typeof CATALOGUE;

/** The names whose entry is of one kind. */
export type NamesOf<Kind extends string> = {
	[Name in keyof Catalogue]: Catalogue[Name]['kind'] extends Kind ? Name : never;
}[keyof Catalogue];

/** What a labelled counter may be counted by. */
export type LabelledNames = {
	[Name in keyof Catalogue]: Catalogue[Name] extends { readonly label: string } ? Name : never;
}[keyof Catalogue];
