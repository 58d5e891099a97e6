import type { LabelledNames, NamesOf, RefusalReason, StorePart } from './catalogue.ts';

type StatusClass = '2xx' | '3xx' | '4xx' | '5xx';

type LabelOf = {
	connections_refused_total: RefusalReason;
	connections_cut_total: RefusalReason;
	updates_refused_total: RefusalReason;
	store_failures_total: StorePart;
	http_requests_total: StatusClass;
};

type Plain = Exclude<NamesOf<'counter'>, LabelledNames>;

/** Where the server counts what it does. Cheap enough for every message; never throws. */
export interface Metrics {
	add(name: Plain, by?: number): void;
	/** One more of a counter that is kept by reason, part or status. */
	addBy<Name extends LabelledNames>(name: Name, label: LabelOf[Name]): void;
	/** One sample; times are in seconds. */
	observe(name: NamesOf<'histogram'>, value: number): void;
	/** A level, asked for whenever somebody looks. The last who says how wins. */
	watch(name: NamesOf<'gauge'>, read: () => number): void;
}

/** Counts nothing. */
export const noMetrics: Metrics = { add() {}, addBy() {}, observe() {}, watch() {} };
